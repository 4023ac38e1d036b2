import Domain
import Engine
import Features
import Glibc
import Models

/// The weights with which the parts of the recommender add up to one score.
///
/// A logistic regression learns them on purchases that the parts have not seen:
/// the score is the log-odds (less the intercept, which moves no rank) that a
/// customer buys the product in the time after the cut-off.
package struct Blend: Sendable, Codable, Hashable {
  /// Weight of the inner product of customer and item factors.
  package var factorisation: Float
  /// Weight of `log1p` of the customer's own faded purchases of the product.
  package var ownPurchases: Float
  /// Weight of the popularity, 0…1.
  package var popularity: Float

  /// Where there is too little held-out history to learn from.
  package static let equal = Blend(factorisation: 1, ownPurchases: 1, popularity: 1)

  /// The score part that one's own purchases of a product give.
  package static func ownValue(_ fadedPurchases: Float) -> Float { log1pf(fadedPurchases) }
}

/// Learns a ``Blend`` from held-out purchases.
struct BlendTrainer {
  let model: RecommenderModel
  /// Candidates a customer: the best of each part, and this many random ones.
  let bestOfEach = 30
  let randomCount = 30

  /// - Parameters:
  ///   - histories: of each customer before the cut-off.
  ///   - relevant: product rows that the customer bought after it.
  /// - Returns: nil where fewer than 50 customers bought after the cut-off.
  func learn(
    histories: [[ProductHistory]], relevant: [Set<Int>], seed: UInt64, cancellation: Cancellation?
  ) throws(ModelError) -> Blend? {
    var generator = SplitMix64(seed: seed)
    var users = histories.indices.filter { !relevant[$0].isEmpty && !histories[$0].isEmpty }
    guard users.count >= 50 else { return nil }
    users.shuffle(using: &generator)
    let productCount = model.products.count
    var values: [Float] = []
    var labels: [Float] = []
    for user in users.prefix(1500) {
      let parts = model.parts(of: histories[user])
      var candidates = relevant[user].filter { $0 >= 0 }
      for scores in [parts.factorisation, model.popularity.overall] {
        candidates.formUnion(Ranking.top(bestOfEach, of: scores).map(\.index))
      }
      candidates.formUnion(histories[user].filter { $0.ownPurchases > 0 }.map(\.product).prefix(60))
      for _ in 0..<randomCount {
        candidates.insert(
          Int(generator.next().multipliedFullWidth(by: UInt64(productCount)).high))
      }
      for candidate in candidates.sorted() {
        values += [
          parts.factorisation[candidate], parts.own[candidate] ?? 0,
          model.popularity.overall[candidate],
        ]
        labels.append(relevant[user].contains(candidate) ? 1 : 0)
      }
    }
    let regression = try LogisticRegression.fit(
      Tensor(shape: [labels.count, 3], values: values), labels: labels, sampleWeights: nil,
      configuration: LogisticRegression.Configuration(l2: 1), cancellation: cancellation)
    // A part that speaks against buying would make reasons nobody understands.
    let weights = regression.weights.map { Float(max(0, $0)) }
    return Blend(factorisation: weights[0], ownPurchases: weights[1], popularity: weights[2])
  }
}
