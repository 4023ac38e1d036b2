/// Metrics of probabilities or scores against binary outcomes.
package enum ClassificationMetrics {
  /// Area under the ROC curve: the chance that a positive scores above a
  /// negative, ties counting one half.
  ///
  /// - Returns: NaN where one of the classes is absent.
  /// - Complexity: O(n log n).
  /// - Source: Hanley & McNeil 1982, "The meaning and use of the area under a
  ///   ROC curve", Radiology 143(1): the Mann–Whitney form.
  package static func auc(scores: [Double], labels: [Bool]) -> Double {
    precondition(
      scores.count == labels.count, "auc: \(scores.count) scores, \(labels.count) labels")
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let positives = labels.count { $0 }
    let negatives = labels.count - positives
    guard positives > 0, negatives > 0 else { return .nan }
    var rankSum = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let meanRank = Double(start + end + 1) / 2
      for index in start..<end where labels[order[index]] { rankSum += meanRank }
      start = end
    }
    let p = Double(positives)
    return (rankSum - p * (p + 1) / 2) / (p * Double(negatives))
  }

  /// Mean squared difference of probability and outcome.
  ///
  /// - Source: Brier 1950, "Verification of forecasts expressed in terms of
  ///   probability", Monthly Weather Review 78(1).
  package static func brier(probabilities: [Double], labels: [Bool]) -> Double {
    guard !labels.isEmpty else { return .nan }
    var sum = 0.0
    for (p, label) in zip(probabilities, labels) {
      let error = p - (label ? 1 : 0)
      sum += error * error
    }
    return sum / Double(labels.count)
  }

  /// Expected calibration error over bins of equal count.
  ///
  /// The mean over bins of |mean probability − share of positives|, weighted by
  /// the size of the bin.
  ///
  /// - Source: Naeini, Cooper & Hauskrecht 2015, "Obtaining well calibrated
  ///   probabilities using Bayesian binning", AAAI, with equal-count bins.
  package static func expectedCalibrationError(
    probabilities: [Double], labels: [Bool], bins: Int = 10
  ) -> Double {
    guard !labels.isEmpty else { return .nan }
    let order = probabilities.indices.sorted {
      (probabilities[$0], $0) < (probabilities[$1], $1)
    }
    var error = 0.0
    for bin in 0..<bins {
      let members = order[(order.count * bin / bins)..<(order.count * (bin + 1) / bins)]
      guard !members.isEmpty else { continue }
      var gap = 0.0
      for index in members { gap += probabilities[index] - (labels[index] ? 1 : 0) }
      error += abs(gap)
    }
    return error / Double(labels.count)
  }

  /// How many times more positives the best-scored share of the cases holds
  /// than a random share of the same size.
  package static func lift(scores: [Double], labels: [Bool], share: Double = 0.1) -> Double {
    let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
    let top = order.prefix(max(1, Int((Double(order.count) * share).rounded())))
    let base = Double(labels.count { $0 }) / Double(max(1, labels.count))
    guard base > 0, !top.isEmpty else { return .nan }
    return Double(top.count { labels[$0] }) / Double(top.count) / base
  }
}
