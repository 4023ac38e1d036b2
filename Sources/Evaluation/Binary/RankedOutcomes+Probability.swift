import Glibc

// Here the scores are probabilities of the outcome.

extension RankedOutcomes {
  /// What keeps logarithms of 0 and 1 finite, scikit-learn's choice as well.
  private static let least = Double.ulpOfOne

  /// Mean squared difference of probability and outcome; NaN without rows.
  package var brier: Double {
    var sum = 0.0
    var rows = 0.0
    for place in scores.indices {
      let p = scores[place]
      sum += positives[place] * (1 - p) * (1 - p) + negatives[place] * p * p
      rows += positives[place] + negatives[place]
    }
    return sum / rows
  }

  /// The mean over bins of equal count of |mean probability − share of outcomes|;
  /// NaN without rows.
  package func expectedCalibrationError(bins count: Int = 10) -> Double {
    var error = 0.0
    var rows = 0.0
    for bin in bins(count) {
      error += abs(bin.scoreSum - bin.positives)
      rows += bin.count
    }
    return error / rows
  }

  /// The logarithms of the probability with which each score foresees the
  /// outcome and of that with which it foresees the other.
  var logarithms: (positive: [Double], negative: [Double]) {
    let clipped = scores.map { min(1 - Self.least, max(Self.least, $0)) }
    return (clipped.map { log($0) }, clipped.map { log1p(-$0) })
  }

  /// The mean of −ln of the probability of what happened; NaN without rows.
  func logLoss(_ logarithms: (positive: [Double], negative: [Double])) -> Double {
    var sum = 0.0
    var rows = 0.0
    for place in scores.indices {
      sum -=
        positives[place] * logarithms.positive[place]
        + negatives[place] * logarithms.negative[place]
      rows += positives[place] + negatives[place]
    }
    return sum / rows
  }

  package var logLoss: Double { logLoss(logarithms) }

  /// Whether a threshold on the score tells the classes apart, or one of them is
  /// absent: then no slope is best.
  var isSeparated: Bool {
    guard let firstPositive = positives.firstIndex(where: { $0 > 0 }),
      let lastPositive = positives.lastIndex(where: { $0 > 0 }),
      let firstNegative = negatives.firstIndex(where: { $0 > 0 }),
      let lastNegative = negatives.lastIndex(where: { $0 > 0 })
    else { return true }
    return firstPositive >= lastNegative || firstNegative >= lastPositive
  }
}
