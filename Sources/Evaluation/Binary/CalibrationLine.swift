import Engine

/// The logistic regression of the outcome on the log-odds that were foretold.
///
/// Probabilities that are right have slope 1 and intercept 0. A slope below 1
/// says that they are too extreme, one above 1 that they are too timid.
///
/// - Source: Cox 1958, "Two further applications of a model for binary
///   regression", Biometrika 45; Van Calster et al. 2019, "Calibration: the
///   Achilles heel of predictive analytics", BMC Medicine 17.
package struct CalibrationLine: Sendable, Hashable, Codable {
  /// NaN where one of the classes is absent or a threshold tells them apart.
  package var slope: Double
  /// The intercept beside that slope.
  package var intercept: Double
  /// The intercept beside a slope of 1: by how much the log-odds are too low on
  /// the whole; NaN where one of the classes is absent.
  package var interceptInTheLarge: Double

  /// Fits by Newton's method.
  ///
  /// - Precondition: one label a probability; none is NaN.
  package init(probabilities: [Double], labels: [Bool]) {
    let outcomes = RankedOutcomes(scores: probabilities, labels: labels)
    self.init(outcomes, logOdds: outcomes.logOdds)
  }

  /// Fits to outcomes ranked by probability, given the log-odds of each.
  init(_ outcomes: RankedOutcomes, logOdds: [Double]) {
    let fit = LineFit(outcomes: outcomes, logOdds: logOdds)
    let base = outcomes.baseRate
    let hasBoth = base > 0 && base < 1
    let line: (intercept: Double, slope: Double) =
      outcomes.isSeparated ? (.nan, .nan) : fit.solve(movesSlope: true)
    self.init(
      slope: line.slope, intercept: line.intercept,
      interceptInTheLarge: hasBoth ? fit.solve(movesSlope: false).intercept : .nan)
  }

  /// Fits to a resample of outcomes whose line is known.
  ///
  /// The first Newton step from that line needs no exponentials, as these are
  /// known of all rows; only a long one is not the last.
  init(_ resample: RankedOutcomes, near tangents: (large: Tangent, line: Tangent)) {
    guard let large = tangents.large.step(to: resample, movesSlope: false),
      let line = tangents.line.step(to: resample, movesSlope: true)
    else {
      self.init(resample, logOdds: tangents.line.logOdds)
      return
    }
    self.init(
      slope: line.slope, intercept: line.intercept, interceptInTheLarge: large.intercept)
  }

  private init(slope: Double, intercept: Double, interceptInTheLarge: Double) {
    self.slope = slope
    self.intercept = intercept
    self.interceptInTheLarge = interceptInTheLarge
  }

  /// What the first Newton step away from a line needs.
  struct Tangent: Sendable {
    /// The greatest step after which there is no other.
    ///
    /// The error that it leaves is of the order of its square, small against the
    /// spread of the draws, which is of the order of the step.
    private static let longestStep = 0.05

    let intercept: Double
    let slope: Double
    let logOdds: [Double]
    /// The probabilities by the line.
    let probabilities: [Double]

    init(intercept: Double, slope: Double, logOdds: [Double]) {
      self.intercept = intercept
      self.slope = slope
      self.logOdds = logOdds
      probabilities = logOdds.map { Logistic.sigmoid(intercept + slope * $0) }
    }

    /// The line of a resample; nil if that is too far for one step.
    func step(
      to resample: RankedOutcomes, movesSlope: Bool
    ) -> (intercept: Double, slope: Double)? {
      var slopes = LineSlopes()
      for place in logOdds.indices {
        slopes.add(
          resample.negatives[place], resample.positives[place], at: logOdds[place],
          probability: probabilities[place])
      }
      let step = slopes.step(movesSlope: movesSlope)
      // Not so for NaN either.
      guard abs(step.0) <= Self.longestStep, abs(step.1) <= Self.longestStep else { return nil }
      return (intercept + step.0, slope + step.1)
    }
  }

  /// The steps of resamples of the outcomes that this line was fitted to.
  func tangents(_ logOdds: [Double]) -> (large: Tangent, line: Tangent) {
    (
      Tangent(intercept: interceptInTheLarge, slope: 1, logOdds: logOdds),
      Tangent(intercept: intercept, slope: slope, logOdds: logOdds)
    )
  }
}

extension RankedOutcomes {
  /// The log-odds of each score, finite for 0 and 1 as well.
  var logOdds: [Double] {
    let (positive, negative) = logarithms
    return zip(positive, negative).map { $0 - $1 }
  }
}

/// Gradient and Hessian of the loss of a line.
private struct LineSlopes {
  private var gradient = (0.0, 0.0)
  private var hessian = (0.0, 0.0, 0.0)

  mutating func add(
    _ negatives: Double, _ positives: Double, at x: Double, probability p: Double
  ) {
    let count = negatives + positives
    let error = count * p - positives
    let curvature = count * p * (1 - p)
    gradient.0 += error
    gradient.1 += error * x
    hessian.0 += curvature
    hessian.1 += curvature * x
    hessian.2 += curvature * x * x
  }

  /// Newton's step, not finite where there is none.
  func step(movesSlope: Bool) -> (Double, Double) {
    guard movesSlope else { return (-gradient.0 / hessian.0, 0) }
    let determinant = hessian.0 * hessian.2 - hessian.1 * hessian.1
    return (
      (hessian.1 * gradient.1 - hessian.2 * gradient.0) / determinant,
      (hessian.1 * gradient.0 - hessian.0 * gradient.1) / determinant
    )
  }
}

/// Newton's method with step halving for two parameters.
private struct LineFit {
  /// The length of a last step, in log-odds.
  ///
  /// Newton's error squares with each step, so that after it 1e-12 are left.
  private static let tolerance = 1e-6
  private static let maximumSteps = 50

  let outcomes: RankedOutcomes
  let logOdds: [Double]

  private func evaluate(_ intercept: Double, _ slope: Double) -> (loss: Double, LineSlopes) {
    var slopes = LineSlopes()
    var loss = 0.0
    for place in logOdds.indices {
      let (negatives, positives) = (outcomes.negatives[place], outcomes.positives[place])
      guard negatives + positives > 0 else { continue }
      let z = intercept + slope * logOdds[place]
      loss += (negatives + positives) * Logistic.softplus(z) - positives * z
      slopes.add(
        negatives, positives, at: logOdds[place], probability: Logistic.sigmoid(z))
    }
    return (loss, slopes)
  }

  /// The best line, from that of right probabilities; NaN where none was found.
  func solve(movesSlope: Bool) -> (intercept: Double, slope: Double) {
    var (intercept, slope) = (0.0, 1.0)
    var (loss, slopes) = evaluate(intercept, slope)
    for _ in 0..<Self.maximumSteps {
      var step = slopes.step(movesSlope: movesSlope)
      guard step.0.isFinite, step.1.isFinite else { return (.nan, .nan) }
      let length = max(abs(step.0), abs(step.1))
      var next = evaluate(intercept + step.0, slope + step.1)
      while next.loss > loss, max(abs(step.0), abs(step.1)) > Self.tolerance {
        step = (step.0 / 2, step.1 / 2)
        next = evaluate(intercept + step.0, slope + step.1)
      }
      intercept += step.0
      slope += step.1
      (loss, slopes) = next
      if length < Self.tolerance { return (intercept, slope) }
    }
    return (.nan, .nan)
  }
}
