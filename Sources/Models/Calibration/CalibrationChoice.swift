import Engine
import Glibc

/// The calibration that a model's held-out log-odds need.
///
/// Each kind is fitted on all folds but one and judged on that one by its log
/// loss. A richer kind is taken only where it is ahead of the simpler one by more
/// than one standard error of the difference.
///
/// - Source: Breiman et al. 1984, "Classification and Regression Trees", section
///   3.4.3, for the rule of one standard error.
package struct CalibrationChoice: Sendable {
  /// Fitted on all rows.
  package let calibration: ProbabilityCalibration
  /// Why, in a sentence with the figures.
  package let reason: String
  /// The mean log loss of no calibration, Platt scaling and isotonic regression on
  /// the folds left out; empty where there were too few rows to compare them.
  package let losses: [Double]

  /// Chooses for a model.
  ///
  /// - Parameters:
  ///   - logOdds: of rows the model was not fitted on.
  ///   - labels: whether the outcome came.
  ///   - folds: in how many parts the rows are judged.
  ///   - seed: what the parts follow from.
  /// - Returns: the choice; no calibration where a class has fewer rows than there
  ///   are folds.
  /// - Throws: `shapeMismatch`, `notFinite`, `noData`.
  package static func choose(
    logOdds: [Double], labels: [Bool], folds: Int = 10, seed: UInt64
  ) throws(ModelError) -> CalibrationChoice {
    precondition(folds > 1, "calibration choice: \(folds) folds")
    let positives = labels.count { $0 }
    guard min(positives, labels.count - positives) >= folds else {
      guard logOdds.count == labels.count, !labels.isEmpty else {
        throw ModelError(
          labels.isEmpty ? .noData : .shapeMismatch,
          "calibration choice: \(logOdds.count) log-odds, \(labels.count) labels")
      }
      return CalibrationChoice(
        calibration: .none,
        reason: "not calibrated: \(positives) of \(labels.count) rows have the outcome, too few of "
          + "one kind to judge a calibration",
        losses: [])
    }
    let rowLosses = try losses(logOdds, labels, folds: folds, seed: seed)
    let losses = rowLosses.map { $0.reduce(0, +) / Double(labels.count) }
    var chosen = 0
    var findings: [String] = []
    for kind in 1..<kinds.count {
      let gain = Gain(from: rowLosses[chosen], to: rowLosses[kind])
      findings.append(gain.text(of: kinds[kind].name))
      if gain.isLarge { chosen = kind }
    }
    let verdict = [
      "not calibrated", "calibrated by Platt scaling", "calibrated by isotonic regression",
    ]
    return CalibrationChoice(
      calibration: try kinds[chosen].fit(logOdds, labels),
      reason: "\(verdict[chosen]): \(findings.joined(separator: ", "))", losses: losses)
  }

  private typealias Fit = @Sendable ([Double], [Bool]) throws(ModelError) -> ProbabilityCalibration

  /// The simplest first.
  private static let kinds: [(name: String, fit: Fit)] = [
    ("none", { (_, _) throws(ModelError) in .none }),
    (
      "Platt scaling",
      { (scores, labels) throws(ModelError) in
        .platt(try PlattScaling.fit(scores: scores, labels: labels))
      }
    ),
    (
      "isotonic regression",
      { (scores, labels) throws(ModelError) in
        .isotonic(try IsotonicCalibration.fit(scores: scores, labels: labels))
      }
    ),
  ]

  /// The loss of each row, in the fold left out, by kind.
  private static func losses(
    _ logOdds: [Double], _ labels: [Bool], folds: Int, seed: UInt64
  ) throws(ModelError) -> [[Double]] {
    let fold = stratifiedFolds(labels, count: folds, seed: seed)
    var losses = kinds.map { _ in [Double](repeating: 0, count: labels.count) }
    for out in 0..<folds {
      let inside = labels.indices.filter { fold[$0] != out }
      let (scores, outcomes) = (inside.map { logOdds[$0] }, inside.map { labels[$0] })
      for kind in kinds.indices {
        let calibration = try kinds[kind].fit(scores, outcomes)
        for row in labels.indices where fold[row] == out {
          let p = calibration.probability(logOdds: logOdds[row])
          let foreseen = labels[row] ? p : 1 - p
          losses[kind][row] = -log(max(foreseen, Double.leastNormalMagnitude))
        }
      }
    }
    return losses
  }

  /// A fold for each row; each class is spread evenly over the folds.
  private static func stratifiedFolds(_ labels: [Bool], count: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    var folds = [Int](repeating: 0, count: labels.count)
    for label in [false, true] {
      var members = labels.indices.filter { labels[$0] == label }
      generator.shuffle(&members)
      for (position, row) in members.enumerated() { folds[row] = position % count }
    }
    return folds
  }

  /// How much less one kind loses than another.
  private struct Gain {
    let mean: Double
    /// The standard error of the mean.
    let error: Double

    var isLarge: Bool { mean > error }

    /// In words, four decimals.
    func text(of name: String) -> String {
      let (gain, error) = (rounded(abs(mean)), rounded(error))
      return isLarge
        ? "\(name) lowers the held-out log loss by \(gain) ± \(error)"
        : mean > 0
          ? "\(name) would lower the held-out log loss by only \(gain) ± \(error)"
          : "\(name) would raise the held-out log loss by \(gain) ± \(error)"
    }

    init(from simple: [Double], to rich: [Double]) {
      let gains = zip(simple, rich).map { $0 - $1 }
      let count = Double(gains.count)
      let mean = gains.reduce(0, +) / count
      let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      self.mean = mean
      error = (variance / count).squareRoot()
    }
  }
}

private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
