import Engine

/// All figures of probabilities of a binary outcome, for the rows and for
/// bootstrap resamples of them.
///
/// The rows are sorted once; a resample is a count for each, from which every
/// figure follows in one pass. Resamples of one seed draw the same rows for every
/// model, so that models on the same rows can be compared resample by resample.
///
/// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
///   chapters 13 and 15.
package struct BinaryResamples: Sendable {
  /// Of more scores than these, neighbours are drawn as one.
  ///
  /// The counts of a resample then stay in the cache. What this changes in the
  /// figures it changes in all resamples alike, and is taken off.
  private static let mostScores = 1 << 15

  /// The figures of the rows themselves, by measure.
  private let values: [Double]
  /// The figures of each resample, by measure.
  private let draws: [[Double]]
  private let seed: UInt64
  private let rows: Int

  /// Computes the figures.
  ///
  /// - Parameters:
  ///   - probabilities: one a row; not NaN.
  ///   - labels: whether the outcome came.
  ///   - seed: what the draws follow from.
  ///   - resamples: how often the rows are drawn anew.
  /// - Complexity: O(n log n + resamples · n).
  package init(
    probabilities: [Double], labels: [Bool], seed: UInt64, resamples: Int = 300
  ) {
    let outcomes = RankedOutcomes(scores: probabilities, labels: labels)
    let whole = Tables(outcomes)
    values = whole.figures(of: outcomes, whole.line)
    let isLarge = outcomes.scores.count > Self.mostScores
    let base = isLarge ? outcomes.pooled(to: Self.mostScores) : outcomes
    let tables = isLarge ? Tables(base) : whole
    let offsets = zip(values, tables.figures(of: base, tables.line)).map { $0 - $1 }
    var generator = SplitMix64(seed: seed)
    let seeds = (0..<(labels.isEmpty ? 0 : resamples)).map { _ in generator.next() }
    draws = Parallel.map(count: seeds.count, chunkSize: 4) { resample in
      var generator = SplitMix64(seed: seeds[resample])
      var drawn = base
      drawn.resample(using: &generator)
      let line = CalibrationLine(drawn, near: tables.tangents)
      return zip(tables.figures(of: drawn, line), offsets).map { isLarge ? $0 + $1 : $0 }
    }
    self.seed = seed
    rows = labels.count
  }

  /// The figure of the rows with its 95 % interval.
  ///
  /// Resamples for which it is not defined are left out.
  package subscript(measure: BinaryMeasure) -> Metric {
    var found = draws.map { $0[measure.rawValue] }.filter(\.isFinite)
    return Bootstrap.metric(values[measure.rawValue], draws: &found)
  }

  /// All figures with their intervals.
  package var metrics: MetricList {
    MetricList(entries: BinaryMeasure.allCases.map { ($0.name, self[$0]) })
  }

  /// What these probabilities have over others for the same rows, by measure.
  ///
  /// - Precondition: both were made of the same rows, in the same order, with the
  ///   same seed and number of resamples.
  package func differences(from other: BinaryResamples) -> [EvaluationReport.Difference] {
    precondition(
      seed == other.seed && rows == other.rows && draws.count == other.draws.count,
      "differences: \(rows) and \(other.rows) rows, \(draws.count) and \(other.draws.count) draws")
    return BinaryMeasure.allCases.map { measure in
      let index = measure.rawValue
      var found = zip(draws, other.draws).map { $0[index] - $1[index] }.filter(\.isFinite)
      return EvaluationReport.Difference(
        metric: measure.name,
        Bootstrap.difference(values[index] - other.values[index], draws: &found, cases: rows))
    }
  }

  /// What all resamples share.
  private struct Tables: Sendable {
    let logarithms: (positive: [Double], negative: [Double])
    let line: CalibrationLine
    let tangents: (large: CalibrationLine.Tangent, line: CalibrationLine.Tangent)

    init(_ outcomes: RankedOutcomes) {
      logarithms = outcomes.logarithms
      let logOdds = outcomes.logOdds
      line = CalibrationLine(outcomes, logOdds: logOdds)
      tangents = line.tangents(logOdds)
    }

    func figures(of outcomes: RankedOutcomes, _ line: CalibrationLine) -> [Double] {
      BinaryMeasure.allCases.map { measure in
        switch measure {
        case .auc: outcomes.auc
        case .averagePrecision: outcomes.averagePrecision
        case .brier: outcomes.brier
        case .logLoss: outcomes.logLoss(logarithms)
        case .calibrationError: outcomes.expectedCalibrationError()
        case .calibrationSlope: line.slope
        case .calibrationIntercept: line.interceptInTheLarge
        case .liftTopTenth: outcomes.lift()
        }
      }
    }
  }
}
