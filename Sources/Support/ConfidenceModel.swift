import Glibc
import Models

/// The calibrated probability that the answer to the top intent is right.
///
/// Logistic regression on what the scores look like, learned from out-of-fold
/// texts and from texts that no intent of the model covers.
struct ConfidenceModel: Sendable {
  let regression: LogisticRegression

  /// The number of score features.
  static let featureCount = 8

  /// The score features of one text.
  ///
  /// - Parameters:
  ///   - scores: the legs' scores.
  ///   - probabilities: the fused probabilities, in the same order.
  ///   - top: the class whose answer would be given.
  static func features(_ scores: IntentScores, probabilities: [Double], top: Int) -> [Float] {
    let best = probabilities[top]
    var second = 0.0
    for (index, probability) in probabilities.enumerated() where index != top {
      second = max(second, probability)
    }
    let cosine = Double(scores.cosines[top])
    let known = Double(scores.knownShare)
    let legs = [scores.logits, scores.cosines, scores.keywords]
    let agreeing = legs.count { leg in leg[top] >= (leg.max() ?? 0) }
    return [
      log(max(best, 1e-6)),
      min(10, log(max(best, 1e-6) / max(second, 1e-6))),
      cosine,
      Double(scores.keywords[top]),
      known,
      known * cosine,
      Double(agreeing) / Double(legs.count),
      log(Double(1 + min(scores.tokenCount, 100))),
    ].map(Float.init)
  }

  /// - Returns: the probability, kept inside (0, 0.999]: only an exact match
  ///   is certain.
  func confidence(_ features: [Float]) -> Double {
    min(0.999, 1 / (1 + exp(-Double(regression.logOdds(of: features)))))
  }
}
