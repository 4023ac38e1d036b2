// Figures of naming the intents and of the probabilities told for them.

extension TextOutcomes {
  /// The share of the weight for which something holds, of the rows it is asked
  /// of; NaN without weight.
  func share(
    _ weights: [Double], of isAsked: (Row) -> Bool, _ holds: (Row) -> Bool
  ) -> Double {
    var total = 0.0
    var sum = 0.0
    for (row, weight) in zip(rows, weights) where isAsked(row) {
      total += weight
      if holds(row) { sum += weight }
    }
    return sum / total
  }

  /// The share of texts in scope whose intent was named.
  func accuracy(_ weights: [Double]) -> Double { share(weights, of: \.isInScope, \.isNamed) }

  /// The share of texts in scope whose intent is among the likeliest three.
  func topThreeAccuracy(_ weights: [Double]) -> Double {
    share(weights, of: \.isInScope, \.isInTopThree)
  }

  /// The mean of the intents' F1, over the intents that occur or are named for a
  /// text in scope.
  ///
  /// - Source: as scikit-learn's `f1_score(average="macro")` has it.
  func macroF1(_ weights: [Double]) -> Double {
    // The last place is for intents never trained on, which are never named.
    var right = [Double](repeating: 0, count: intentCount + 1)
    var named = right
    var occurring = right
    for (row, weight) in zip(rows, weights) where row.isInScope && weight > 0 {
      occurring[row.truth < 0 ? intentCount : row.truth] += weight
      if row.predicted >= 0 { named[row.predicted] += weight }
      if row.isNamed { right[row.truth] += weight }
    }
    var sum = 0.0
    var count = 0.0
    for intent in right.indices where occurring[intent] + named[intent] > 0 {
      sum += 2 * right[intent] / (occurring[intent] + named[intent])
      count += 1
    }
    return sum / count
  }

  /// How the probability of the likeliest intent departs from the share that is
  /// right, over fifteen bins of equal width; texts in scope only.
  ///
  /// - Source: Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern
  ///   Neural Networks", ICML, equation 3, with M = 15 as in their experiments.
  func calibrationError(_ weights: [Double], of stated: (Row) -> Stated) -> Double {
    calibrationError(weights, of: \.isInScope, stated)
  }

  /// The same of the stated confidence that the answer is right, out-of-scope
  /// texts, whose answers are never right, included.
  func confidenceError(_ weights: [Double]) -> Double {
    calibrationError(weights, of: { _ in true }) { Stated($0.confidence, $0.isRight) }
  }

  static let bins = 15

  private func calibrationError(
    _ weights: [Double], of isAsked: (Row) -> Bool, _ stated: (Row) -> Stated
  ) -> Double {
    var gaps = [Double](repeating: 0, count: Self.bins)
    var total = 0.0
    for (row, weight) in zip(rows, weights) where isAsked(row) {
      let told = stated(row)
      gaps[Self.bin(of: told.probability)] += weight * (told.probability - (told.isRight ? 1 : 0))
      total += weight
    }
    return gaps.reduce(0) { $0 + abs($1) } / total
  }

  /// Bins are open below and closed above; 0 falls into the first.
  static func bin(of probability: Double) -> Int {
    min(bins - 1, max(0, Int((probability * Double(bins)).rounded(.up)) - 1))
  }

  /// The share of right answers among that share of the texts in scope that the
  /// bot is surest of; of equally sure texts at the border a part counts.
  ///
  /// - Source: El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective
  ///   Classification", JMLR 11.
  func selectiveAccuracy(_ weights: [Double], coverage: Double) -> Double {
    var left = 0.0
    for row in rows.indices where rows[row].isInScope { left += weights[row] }
    left *= coverage
    let kept = left
    var right = 0.0
    for group in surest where left > 0 {
      var weight = 0.0
      var good = 0.0
      for row in group {
        weight += weights[row]
        if rows[row].isRight { good += weights[row] }
      }
      guard weight > 0 else { continue }
      let part = min(1, left / weight)
      right += part * good
      left -= part * weight
    }
    return right / kept
  }
}
