import Engine
import Features
import Models

extension ConfidenceModel {
  /// Fits the regressions on scored texts.
  ///
  /// Texts are weighted so that the configured share of them is out of scope,
  /// in equal parts from intents left out, noise and texts said to be so. An
  /// answer is right when it is of the true intent's answer group.
  static func fit(
    _ samples: CalibrationSamples, fusion: IntentFusion, answerGroups: [Int],
    configuration: SupportConfiguration, cancellation: Cancellation?
  ) throws(SupportError) -> ConfidenceModel {
    var own = TrainingRows()
    var related = TrainingRows()
    var scope = TrainingRows()
    func add(_ group: [CalibrationSamples.Sample], weight: Double) {
      for sample in group {
        let probabilities = fusion.probabilities(sample.scores)
        guard let top = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] })
        else { continue }
        let family = family(sample.scores, top: top)
        // An answer to a text with nothing of the phrasing in it is right by
        // luck, and luck is no reason for confidence.
        let isGrounded =
          sample.scores.knownSubjects > 0 || sample.scores.cosines[top] >= groundedCosine
        let isRight = sample.intent.map {
          answerGroups[$0] == answerGroups[sample.classes[top]]
        }
        let isRelated = sample.intent.map { intent in
          family.contains { sample.classes[$0] == intent }
        }
        let row = features(sample.scores, probabilities: probabilities, top: top, family: [top])
        own.add(row, isRight: isGrounded && isRight == true, weight: weight)
        scope.add(row, isRight: sample.intent != nil, weight: weight)
        related.add(
          features(sample.scores, probabilities: probabilities, top: top, family: family),
          isRight: isGrounded && (isRight == true || isRelated == true), weight: weight)
      }
    }
    let outside = configuration.outOfScopeShare
    let foreign = [samples.leftOut, samples.noise, samples.outOfScope].filter { !$0.isEmpty }
    let total = Double(foreign.reduce(samples.inScope.count) { $0 + $1.count })
    add(samples.inScope, weight: (1 - outside) * total / Double(max(1, samples.inScope.count)))
    for group in foreign {
      add(group, weight: outside / Double(foreign.count) * total / Double(group.count))
    }
    do {
      return ConfidenceModel(
        regression: try own.fit(cancellation), familyRegression: try related.fit(cancellation),
        scopeRegression: try scope.fit(cancellation))
    } catch {
      throw SupportError(training: error)
    }
  }

  /// What the characters of one mistyped word in a short question still reach.
  private static let groundedCosine: Float = 0.25

  private struct TrainingRows {
    // Two certain cases keep the fit defined where all texts were right: a
    // text that shares nothing, and one that repeats a stored phrasing.
    var rows: [[Float]] = [
      [-6, 0, 0, 0, 0, 0, 0, 0, -1, -1, -3, -6, 1], [0, 10, 1, 1, 1, 1, 1, 1, 1, 2, 3, 0, 1],
    ]
    var labels: [Float] = [0, 1]
    var weights: [Float] = [1, 1]

    mutating func add(_ row: [Float], isRight: Bool, weight: Double) {
      rows.append(row)
      labels.append(isRight ? 1 : 0)
      weights.append(Float(weight))
    }

    /// Fits with no feature but the last, the length, allowed to count against
    /// an answer: a text that matches better is never trusted less.
    mutating func fit(_ cancellation: Cancellation?) throws(ModelError) -> LogisticRegression {
      while true {
        let regression = try LogisticRegression.fit(
          Tensor(rows: rows, columns: ConfidenceModel.featureCount), labels: labels,
          sampleWeights: weights, configuration: .init(l2: 0.1), cancellation: cancellation)
        let matching = 0..<ConfidenceModel.featureCount - 1
        guard let worst = matching.min(by: { regression.weights[$0] < regression.weights[$1] }),
          regression.weights[worst] < 0
        else { return regression }
        for index in rows.indices { rows[index][worst] = 0 }
      }
    }
  }
}
