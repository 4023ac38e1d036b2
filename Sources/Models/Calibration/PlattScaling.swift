import Engine
import Glibc

/// Calibrates scores by the logistic function of a line.
///
/// - Source: Platt 1999, "Probabilistic outputs for support vector machines and
///   comparisons to regularized likelihood methods"; fitted as in Lin, Lin & Weng
///   2007, "A note on Platt's probabilistic outputs for support vector machines",
///   Machine Learning 68(3), algorithm 1.
package struct PlattScaling: Sendable, Equatable, Codable {
  package let slope: Double
  package let intercept: Double

  package init(slope: Double, intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// Finds the line of the least log loss on held-out rows.
  ///
  /// The targets are not 0 and 1 but the shares that one more row of either class
  /// would leave, so that separable scores have a finite line.
  ///
  /// - Parameters:
  ///   - scores: of rows the model was not fitted on, in log-odds or any unit.
  ///   - labels: whether the outcome came.
  /// - Returns: the fitted line.
  /// - Throws: `noData`, `oneClass`, `shapeMismatch`, `notFinite`.
  package static func fit(
    scores: [Double], labels: [Bool]
  ) throws(ModelError) -> PlattScaling {
    try CalibrationInput.check(scores, labels, "Platt scaling")
    let positives = Double(labels.count { $0 })
    let negatives = Double(labels.count) - positives
    let problem = Problem(
      scores: scores, labels: labels, positiveTarget: (positives + 1) / (positives + 2),
      negativeTarget: 1 / (negatives + 2))
    var (slope, intercept) = (0.0, log((positives + 1) / (negatives + 1)))
    var value = problem.value(slope, intercept)
    for _ in 0..<100 {
      let (gradient, step) = problem.step(slope, intercept)
      // The error of a Newton step squares: one so short ends at the optimum. Beyond it
      // values drown in rounding, and no step would be taken for a descent.
      guard max(abs(step.0), abs(step.1)) > 1e-9 else { break }
      let descent = gradient.0 * step.0 + gradient.1 * step.1
      let rounding = 1e-13 * abs(value)
      var size = 1.0
      var next = problem.value(slope + step.0, intercept + step.1)
      while next > value + 1e-4 * size * descent + rounding, size > 1e-10 {
        size /= 2
        next = problem.value(slope + size * step.0, intercept + size * step.1)
      }
      guard size > 1e-10 else { break }
      slope += size * step.0
      intercept += size * step.1
      value = next
    }
    return PlattScaling(slope: slope, intercept: intercept)
  }

  /// The calibrated log-odds of a score.
  package func logOdds(_ score: Double) -> Double { slope * score + intercept }

  /// The calibrated probability of a score.
  package func probability(_ score: Double) -> Double { Logistic.sigmoid(logOdds(score)) }

  private struct Problem {
    let scores: [Double]
    let labels: [Bool]
    let positiveTarget: Double
    let negativeTarget: Double

    func value(_ slope: Double, _ intercept: Double) -> Double {
      var sum = 0.0
      for row in scores.indices {
        let z = slope * scores[row] + intercept
        sum += Logistic.softplus(z) - (labels[row] ? positiveTarget : negativeTarget) * z
      }
      return sum
    }

    func step(
      _ slope: Double, _ intercept: Double
    ) -> (gradient: (Double, Double), step: (Double, Double)) {
      var gradient = (0.0, 0.0)
      // Keeps the Hessian positive definite where all scores are equal.
      var hessian = (1e-12, 0.0, 1e-12)
      for row in scores.indices {
        let x = scores[row]
        let p = Logistic.sigmoid(slope * x + intercept)
        let error = p - (labels[row] ? positiveTarget : negativeTarget)
        let curvature = p * (1 - p)
        gradient.0 += error * x
        gradient.1 += error
        hessian.0 += curvature * x * x
        hessian.1 += curvature * x
        hessian.2 += curvature
      }
      let determinant = hessian.0 * hessian.2 - hessian.1 * hessian.1
      return (
        gradient,
        (
          (hessian.1 * gradient.1 - hessian.2 * gradient.0) / determinant,
          (hessian.1 * gradient.0 - hessian.0 * gradient.1) / determinant
        )
      )
    }
  }
}
