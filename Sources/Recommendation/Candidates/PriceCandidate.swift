package import Engine
package import Features
import Glibc

/// How near a product's price is to what the customer pays: `exp(−d²/2)`, with d
/// the distance of the logarithms in units of their spread in the history.
package struct PriceCandidate: CandidateModel {
  /// The price of each product row; 0 where none is known.
  package let prices: [Float]
  private let logPrices: [Float]
  /// Added to the spread of a history's prices: one price alone is no narrow taste.
  private static let leastSpread: Float = 0.5
  private let weighting = HistoryWeighting(usesConfidence: true)

  package init(prices: [Float]) {
    self.prices = prices
    logPrices = prices.map { $0 > 0 ? logf($0) : .nan }
  }

  package var kind: CandidateKind { .price }
  package var productCount: Int { logPrices.count }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    guard let weighted = weighting.weigh(history, productCount: productCount) else { return nil }
    var (sum, squares, total): (Float, Float, Float) = (0, 0, 0)
    for (product, weight) in zip(weighted.products, weighted.weights)
    where weight > 0 && !logPrices[product].isNaN {
      total += weight
      sum += weight * logPrices[product]
      squares += weight * logPrices[product] * logPrices[product]
    }
    guard total > 0 else { return nil }
    let mean = sum / total
    let spread = max(0, squares / total - mean * mean).squareRoot() + Self.leastSpread
    let values = logPrices.map { price -> Float in
      guard !price.isNaN else { return 0 }
      let distance = (price - mean) / spread
      return expf(-0.5 * distance * distance)
    }
    return CandidateScores(values) { products in
      products.map { Attribution(rest: $0 < values.count ? values[$0] : 0) }
    }
  }

  package func save(to checkpoint: inout Checkpoint) {
    checkpoint.tensors["\(kind.checkpointName).prices"] = Tensor(
      shape: [prices.count], values: prices)
  }
}
