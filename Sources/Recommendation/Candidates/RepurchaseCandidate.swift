package import Engine
package import Features
import Glibc

/// The products a customer has bought before: `log1p` of the purchases, each faded
/// by its age, times how often the product's buyers come back for it.
package struct RepurchaseCandidate: CandidateModel {
  /// One factor a product row: the share of its buyers who bought it again beside
  /// that of all products.
  package let propensities: [Float]

  package init(propensities: [Float]) { self.propensities = propensities }

  package var kind: CandidateKind { .repurchase }
  package var productCount: Int { propensities.count }

  /// Buyers that a product is given of the shop's own mean: few say little.
  private static let shrinkage: Float = 20

  /// Learns from customers' histories.
  init(histories: [CustomerHistory], productCount: Int) {
    var (buyers, again) = (
      [Float](repeating: 0, count: productCount), [Float](repeating: 0, count: productCount)
    )
    for item in histories.lazy.flatMap(\.items) where item.purchaseCount > 0 {
      buyers[item.product] += 1
      if item.purchaseCount > 1 { again[item.product] += 1 }
    }
    let mean = again.reduce(0, +) / max(1, buyers.reduce(0, +))
    propensities = zip(buyers, again).map { buyers, again in
      guard mean > 0 else { return 1 }
      return ((again + Self.shrinkage * mean) / (buyers + Self.shrinkage) / mean).squareRoot()
    }
  }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    var values = [Float](repeating: 0, count: productCount)
    var places: [Int: Int] = [:]
    for (place, item) in history.items.enumerated()
    where item.ownPurchases > 0 && item.product < productCount {
      values[item.product] = propensities[item.product] * log1pf(item.ownPurchases)
      places[item.product] = place
    }
    guard !places.isEmpty else { return nil }
    return CandidateScores(values) { [places, values] products in
      products.map { product in
        guard let place = places[product] else { return Attribution() }
        return Attribution(terms: [Attribution.Term(item: place, value: values[product])])
      }
    }
  }

  package func save(to checkpoint: inout Checkpoint) {
    checkpoint.tensors["\(kind.checkpointName).propensities"] = Tensor(
      shape: [propensities.count], values: propensities)
  }
}
