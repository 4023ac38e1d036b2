import Glibc
import Models

/// The calibrated probability that the answer to the top intent is right.
///
/// Logistic regression on what the scores look like, learned from out-of-fold
/// texts and from texts that no intent of the model covers.
struct ConfidenceModel: Sendable {
  /// Of the top intent's answer being right.
  let regression: LogisticRegression
  /// Of the right answer being that of the top intent or of its
  /// family.
  let familyRegression: LogisticRegression
  /// Of any intent covering the text.
  let scopeRegression: LogisticRegression

  /// The regressions by the names of their parts in a checkpoint.
  var regressions: [(name: String, regression: LogisticRegression)] {
    [("confidence", regression), ("family", familyRegression), ("scope", scopeRegression)]
  }

  /// The number of score features.
  static let featureCount = 13

  /// The classes that match the text's words nearly as well as the top one.
  ///
  /// A message that names only what several questions share ("how do I return
  /// this?" among twenty questions on returns) is understood although no
  /// single answer is certain.
  static func family(_ scores: IntentScores, top: Int) -> [Int] {
    // Function words alone make no family.
    guard scores.knownSubjects > 0 else { return [top] }
    let enough = familyShare * scores.keywords[top]
    return scores.keywords.indices.filter {
      $0 == top || (enough > 0 && scores.keywords[$0] >= enough)
    }
  }

  private static let familyShare: Float = 0.6

  /// The score features of one text.
  ///
  /// - Parameters:
  ///   - scores: the legs' scores.
  ///   - probabilities: the fused probabilities, in the same order.
  ///   - top: the class whose answer would be given.
  ///   - family: the classes that count as one with it.
  /// - Returns: `featureCount` numbers; but for the last, more is better.
  static func features(
    _ scores: IntentScores, probabilities: [Double], top: Int, family: [Int]
  ) -> [Float] {
    let best = family.reduce(0) { $0 + probabilities[$1] }
    let inside = Set(family)
    var second = 0.0
    for (index, probability) in probabilities.enumerated() where !inside.contains(index) {
      second = max(second, probability)
    }
    let cosine = Double(scores.cosines[top])
    let known = Double(scores.knownShare)
    let legs = [scores.margins, scores.network, scores.cosines, scores.keywords]
      .filter { !$0.isEmpty }
    let agreeing = legs.count { leg in leg[top] >= (leg.max() ?? 0) }
    let margin = Double(scores.margins.max() ?? 0)
    let outsideGap = scores.outsideMargin.map { margin - Double($0) } ?? 0
    let values: [Double] = [
      log(max(best, 1e-6)),
      min(10, log(max(best, 1e-6) / max(second, 1e-6))),
      cosine,
      Double(scores.keywords[top]),
      known,
      known * cosine,
      Double(scores.knownSubjects),
      Double(agreeing) / Double(legs.count),
      min(max(margin, -2), 2),
      min(max(outsideGap, -3), 3),
      scores.outsideProbability.map(insideLogOdds) ?? 0,
      scores.network.isEmpty ? 0 : Double(scores.network[top]),
      log(Double(1 + min(scores.tokenCount, 100))),
    ]
    return values.map(Float.init)
  }

  /// The bounded log-odds that a text is in scope.
  private static func insideLogOdds(outside probability: Float) -> Double {
    let outside = min(max(Double(probability), 0.0025), 0.9975)
    return log((1 - outside) / outside)
  }

  /// What is known of the top answer.
  struct Judgement: Sendable, Hashable {
    /// The probability that the top intent's answer is right.
    var confidence: Double
    /// The probability that it or one of its family's is.
    var familyConfidence: Double
    /// The probability that an intent covers the text.
    var scope: Double
  }

  /// Judges the top answer; no probability exceeds 0.999, since only an exact
  /// match is certain.
  func judge(_ scores: IntentScores, probabilities: [Double], top: Int) -> Judgement {
    let family = Self.family(scores, top: top)
    let own = Self.features(scores, probabilities: probabilities, top: top, family: [top])
    let all = Self.features(scores, probabilities: probabilities, top: top, family: family)
    let confidence = min(0.999, regression.probability(of: own))
    return Judgement(
      confidence: confidence,
      familyConfidence: max(confidence, min(0.999, familyRegression.probability(of: all))),
      scope: max(confidence, min(0.999, scopeRegression.probability(of: own))))
  }
}
