import Engine
import Features
import Models

extension ConfidenceModel {
  /// Fits the regression on scored texts, weighted so that the configured share
  /// of them is out of scope, half of it from intents left out and half noise.
  ///
  /// - Parameter answerGroups: by intent; an answer is right when its group is.
  static func fit(
    _ samples: CalibrationSamples, fusion: IntentFusion, answerGroups: [Int],
    configuration: SupportConfiguration, cancellation: Cancellation?
  ) throws(SupportError) -> ConfidenceModel {
    var rows: [[Float]] = []
    var labels: [Float] = []
    var weights: [Float] = []
    func add(_ group: [CalibrationSamples.Sample], share: Double, total: Int) {
      for sample in group {
        let probabilities = fusion.probabilities(sample.scores)
        guard let top = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] })
        else { continue }
        rows.append(features(sample.scores, probabilities: probabilities, top: top))
        let isRight = sample.intent.map {
          answerGroups[$0] == answerGroups[sample.classes[top]]
        }
        labels.append(isRight == true ? 1 : 0)
        weights.append(Float(share * Double(total) / Double(group.count)))
      }
    }
    let outside = configuration.outOfScopeShare
    let total = samples.inScope.count + samples.leftOut.count + samples.noise.count
    let foreign = [samples.leftOut, samples.noise].filter { !$0.isEmpty }
    add(samples.inScope, share: 1 - outside, total: total)
    for group in foreign {
      add(group, share: outside / Double(foreign.count), total: total)
    }
    // Two certain cases keep the fit defined where all texts were right: a
    // text that shares nothing, and one that repeats a stored phrasing.
    rows.append([-6, 0, 0, 0, 0, 0, 0, 1])
    rows.append([0, 10, 1, 1, 1, 1, 1, 1])
    labels += [0, 1]
    weights += [1, 1]
    do {
      return ConfidenceModel(
        regression: try LogisticRegression.fit(
          Tensor(rows: rows, columns: featureCount), labels: labels, sampleWeights: weights,
          configuration: .init(l2: 0.1), cancellation: cancellation))
    } catch {
      throw SupportError(training: error)
    }
  }
}
