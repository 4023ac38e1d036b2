import Engine
package import Evaluation

/// Figures of scored texts with their intervals, all from the same resamples.
package struct OutcomeMetrics: Sendable {
  private static let resamples = 1_000

  let outcomes: TextOutcomes
  private let seed: UInt64
  private let threads: Int

  /// - Parameters:
  ///   - texts: what is measured on.
  ///   - points: the operating points that figures are asked of by their places.
  ///   - seed: what the resamples follow from.
  ///   - threads: how many threads draw them; no figure depends on it.
  package init(
    _ texts: [ScoredText], points: [OperatingPoint] = [], seed: UInt64, threads: Int
  ) {
    outcomes = TextOutcomes(texts, points: points)
    self.seed = seed
    self.threads = threads
  }

  /// One figure of weighted texts.
  typealias Figure = @Sendable (TextOutcomes, [Double]) -> Double

  /// Figures with the 2.5th and 97.5th percentile of 1,000 resamples of the texts,
  /// in scope and out of scope each with replacement.
  ///
  /// A mean of absolute gaps is greater of a resample than of the texts, since its
  /// noise adds to them; the percentiles of such a figure are shifted by what the
  /// resamples have more on average, not below 0.
  ///
  /// - Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap",
  ///   section 13.3 for the percentiles, section 10.3 for the bias.
  func metrics(_ figures: [(name: String, figure: Figure)]) -> MetricList {
    let outcomes = outcomes
    let kinds = [true, false].map { kind in
      outcomes.rows.indices.filter { outcomes.rows[$0].isInScope == kind }
    }
    let seed = seed
    let draws = Parallel.map(count: Self.resamples, threads: threads) { round in
      var generator = Xoshiro256StarStar(seed: seed &+ UInt64(round))
      var weights = [Double](repeating: 0, count: outcomes.rows.count)
      for kind in kinds {
        for _ in kind { weights[kind[generator.index(below: kind.count)]] += 1 }
      }
      return figures.map { $0.figure(outcomes, weights) }
    }
    let once = outcomes.once
    return MetricList(
      entries: figures.enumerated().map { place, entry in
        let values = draws.map { $0[place] }.filter(\.isFinite).sorted()
        let value = entry.figure(outcomes, once)
        guard !values.isEmpty else {
          return (entry.name, Metric(value: value, low: .nan, high: .nan))
        }
        let (low, high) = (values[values.count / 40], values[values.count - 1 - values.count / 40])
        guard Self.gaps.contains(entry.name) else {
          return (entry.name, Metric(value: value, low: low, high: high))
        }
        let bias = values.reduce(0, +) / Double(values.count) - value
        return (entry.name, Metric(value: value, low: max(0, low - bias), high: high - bias))
      })
  }

  /// The figures that are means of absolute gaps.
  private static let gaps: Set<String> = ["ece", "ece_uncalibrated", "confidence_error"]

  /// How well the intents are named and how far the told probabilities hold.
  package var intents: MetricList {
    guard outcomes.inScopeCount > 0 else { return [:] }
    return metrics([
      ("accuracy", { $0.accuracy($1) }), ("macro_f1", { $0.macroF1($1) }),
      ("top_3_accuracy", { $0.topThreeAccuracy($1) }),
      ("ece", { $0.calibrationError($1, of: \.calibrated) }),
      ("ece_uncalibrated", { $0.calibrationError($1, of: \.uncalibrated) }),
      ("selective_accuracy_95", { $0.selectiveAccuracy($1, coverage: 0.95) }),
      ("selective_accuracy_90", { $0.selectiveAccuracy($1, coverage: 0.9) }),
      ("selective_accuracy_80", { $0.selectiveAccuracy($1, coverage: 0.8) }),
    ])
  }

  /// What the answers given at an operating point are worth; `outOfScopeShare` of
  /// the messages are taken to be out of scope for the error of the confidence.
  package func answers(at point: Int, outOfScopeShare: Double) -> MetricList {
    guard outcomes.inScopeCount > 0 else { return [:] }
    return metrics([
      ("coverage", { $0.coverage($1, at: point) }),
      ("answered_accuracy", { $0.answeredAccuracy($1, at: point) }),
      (
        "confidence_error",
        {
          $0.confidenceError($0.assuming(outOfScopeShare: outOfScopeShare, $1))
        }
      ),
    ])
  }

  /// How well texts out of scope are told; empty without any.
  package var scope: MetricList {
    guard outcomes.inScopeCount > 0, outcomes.outOfScopeCount > 0 else { return [:] }
    return metrics([
      ("out_of_scope_auroc", { $0.scopeAUROC($1) }),
      ("out_of_scope_fpr95", { $0.falseAcceptance($1) }),
    ])
  }

  /// The two rates of an operating point; empty without texts out of scope.
  package func scope(at point: Int) -> MetricList {
    guard outcomes.inScopeCount > 0, outcomes.outOfScopeCount > 0 else { return [:] }
    return metrics([
      ("in_scope_accuracy", { $0.inScopeAccuracy($1, at: point) }),
      ("out_of_scope_recall", { $0.outOfScopeRecall($1, at: point) }),
      ("out_of_scope_precision", { $0.outOfScopePrecision($1, at: point) }),
    ])
  }
}
