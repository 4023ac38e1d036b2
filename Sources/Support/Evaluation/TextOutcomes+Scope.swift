// Figures of telling texts in scope from others, and of answering.

extension TextOutcomes {
  /// The chance that a text in scope looks more so than one out of scope, ties
  /// counting half; NaN where either kind is missing.
  ///
  /// - Source: Hanley & McNeil 1982, "The meaning and use of the area under a ROC
  ///   curve", Radiology 143(1).
  func scopeAUROC(_ weights: [Double]) -> Double {
    var inside = 0.0
    var outside = 0.0
    var wins = 0.0
    for group in mostInScope {
      let (newInside, newOutside) = counts(of: group, weights)
      // Everything seen before looks more in scope.
      wins += newOutside * (inside + newInside / 2)
      inside += newInside
      outside += newOutside
    }
    return inside > 0 && outside > 0 ? wins / (inside * outside) : .nan
  }

  /// The share of texts out of scope that are let through where 95 % of the texts
  /// in scope are; NaN where either kind is missing.
  ///
  /// - Source: Hendrycks & Gimpel 2017, "A Baseline for Detecting Misclassified and
  ///   Out-of-Distribution Examples in Neural Networks", ICLR, and Liang, Li &
  ///   Srikant 2018, "Enhancing the Reliability of Out-of-distribution Image
  ///   Detection", ICLR, section 4.3.
  func falseAcceptance(_ weights: [Double], ofAccepted share: Double = 0.95) -> Double {
    let total = rows.indices.reduce(0.0) { $0 + (rows[$1].isInScope ? weights[$1] : 0) }
    let outsideTotal = weights.reduce(0, +) - total
    guard total > 0, outsideTotal > 0 else { return .nan }
    var inside = 0.0
    var outside = 0.0
    for group in mostInScope {
      let (newInside, newOutside) = counts(of: group, weights)
      inside += newInside
      outside += newOutside
      // Counts are whole, so that the tolerance meets rounding only.
      if inside >= share * total - 1e-9 { break }
    }
    return outside / outsideTotal
  }

  private func counts(of group: [Int], _ weights: [Double]) -> (inside: Double, outside: Double) {
    var inside = 0.0
    var outside = 0.0
    for row in group {
      if rows[row].isInScope { inside += weights[row] } else { outside += weights[row] }
    }
    return (inside, outside)
  }

  // MARK: - At an operating point

  /// The share of texts in scope that are answered.
  func coverage(_ weights: [Double], at point: Int) -> Double {
    share(weights, of: \.isInScope) { $0.isAnswered(at: point) }
  }

  /// The share of answers to texts in scope that are right; 1 where none is given.
  func answeredAccuracy(_ weights: [Double], at point: Int) -> Double {
    let found = share(weights, of: { $0.isInScope && $0.isAnswered(at: point) }, \.isRight)
    return found.isNaN ? 1 : found
  }

  /// The share of texts in scope that are answered and whose intent is named.
  func inScopeAccuracy(_ weights: [Double], at point: Int) -> Double {
    share(weights, of: \.isInScope) { $0.isNamed && $0.isAnswered(at: point) }
  }

  /// The share of texts out of scope that get no answer.
  func outOfScopeRecall(_ weights: [Double], at point: Int) -> Double {
    share(weights, of: { !$0.isInScope }) { !$0.isAnswered(at: point) }
  }

  /// The share of unanswered texts that are out of scope; 1 where all are answered.
  func outOfScopePrecision(_ weights: [Double], at point: Int) -> Double {
    let found = share(weights, of: { !$0.isAnswered(at: point) }) { !$0.isInScope }
    return found.isNaN ? 1 : found
  }
}
