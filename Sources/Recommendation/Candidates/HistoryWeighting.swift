import Features
import Glibc

/// How much each product of a history counts for a model that adds up what its
/// products say.
package struct HistoryWeighting: Codable, Sendable, Hashable {
  /// How many newer products make an older one weigh half; nil: order says nothing.
  package var halfLifeItems: Float?
  /// Whether what was bought often or lately weighs more, by its confidence;
  /// otherwise every product met weighs alike.
  package var usesConfidence: Bool

  package init(halfLifeItems: Float? = nil, usesConfidence: Bool = false) {
    self.halfLifeItems = halfLifeItems
    self.usesConfidence = usesConfidence
  }

  /// Products that weigh less than this share of the heaviest are left out.
  private static let least: Float = 1e-3

  /// A history's products with their weights, whose magnitudes sum to 1.
  struct Weighted: Sendable {
    /// Where each stands in the history's `items`.
    var places: [Int] = []
    /// Product rows.
    var products: [Int] = []
    var weights: [Float] = []
  }

  /// Weighs the products of a history that lie in `0..<productCount`.
  ///
  /// - Returns: nil where nothing in it speaks for a product.
  func weigh(_ history: CustomerHistory, productCount: Int) -> Weighted? {
    var result = Weighted()
    var sum: Float = 0
    var greatest: Float = 0
    let fade = halfLifeItems.map { -1 / $0 } ?? 0
    for (place, item) in history.items.enumerated() where item.product < productCount {
      guard item.confidence != 0 else { continue }
      var weight = usesConfidence ? item.confidence : (item.confidence > 0 ? 1 : -1)
      weight *= exp2f(fade * Float(item.newerProducts))
      guard weight.magnitude >= Self.least * greatest else { continue }
      greatest = max(greatest, weight)
      sum += weight.magnitude
      result.places.append(place)
      result.products.append(item.product)
      result.weights.append(weight)
    }
    guard greatest > 0 else { return nil }
    for index in result.weights.indices { result.weights[index] /= sum }
    return result
  }
}
