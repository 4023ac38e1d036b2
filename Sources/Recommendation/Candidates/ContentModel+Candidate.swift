package import Features

extension ContentModel: CandidateModel {
  package var kind: CandidateKind { .content }

  /// The confidence of a disliked product at the most: it speaks against those like it.
  private static let dislikeConfidence: Float = -1
  /// The confidence that weighs half.
  private static let halfConfidence: Float = 0.3

  /// Buying one product by the dozen says little more than buying it twice.
  private static func weight(_ item: ProductHistory) -> Float {
    let confidence =
      item.isDisliked ? min(item.confidence, dislikeConfidence) : item.confidence
    return confidence / (confidence.magnitude + halfConfidence)
  }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    var places: [Int] = []
    var items: [Int] = []
    var weights: [Float] = []
    for (place, item) in history.items.enumerated() where item.product < productCount {
      let weight = Self.weight(item)
      guard weight != 0, knows(item.product) else { continue }
      places.append(place)
      items.append(item.product)
      weights.append(weight)
    }
    guard !items.isEmpty else { return nil }
    return CandidateScores(scores(items: items, weights: weights)) {
      [places, items, weights] products in
      products.map { product in
        let values = contributions(items: items, weights: weights, to: product)
        return Attribution(
          terms: zip(places, values).filter { $1 != 0 }.map {
            Attribution.Term(item: $0, value: $1)
          })
      }
    }
  }
}
