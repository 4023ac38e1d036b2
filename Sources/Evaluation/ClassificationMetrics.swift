/// Metrics of probabilities or scores against binary outcomes.
///
/// Rows of equal score share their outcomes, so that no figure depends on the
/// order of the rows. Several figures of the same rows are had at the cost of one
/// from ``RankedOutcomes``.
///
/// - Precondition: of all: one label a score; no score is NaN.
package enum ClassificationMetrics {
  /// Area under the ROC curve: the chance that a positive scores above a
  /// negative, ties counting one half.
  ///
  /// - Returns: NaN where one of the classes is absent.
  /// - Complexity: O(n log n).
  /// - Source: Hanley & McNeil 1982, "The meaning and use of the area under a
  ///   ROC curve", Radiology 143(1): the Mann–Whitney form.
  package static func auc(scores: [Double], labels: [Bool]) -> Double {
    RankedOutcomes(scores: scores, labels: labels).auc
  }

  /// The sum over thresholds of the precision times the recall it adds, without
  /// interpolation.
  ///
  /// - Returns: NaN where one of the classes is absent.
  /// - Source: Boyd, Eng & Page 2013, "Area under the precision-recall curve:
  ///   point estimates and confidence intervals", ECML PKDD, as scikit-learn's
  ///   `average_precision_score` has it.
  package static func averagePrecision(scores: [Double], labels: [Bool]) -> Double {
    RankedOutcomes(scores: scores, labels: labels).averagePrecision
  }

  /// Mean squared difference of probability and outcome.
  ///
  /// - Returns: NaN without rows.
  /// - Source: Brier 1950, "Verification of forecasts expressed in terms of
  ///   probability", Monthly Weather Review 78(1).
  package static func brier(probabilities: [Double], labels: [Bool]) -> Double {
    RankedOutcomes(scores: probabilities, labels: labels).brier
  }

  /// The mean of −ln of the probability that was given to what happened.
  ///
  /// Probabilities of 0 and 1 count as 2⁻⁵² and 1 − 2⁻⁵².
  ///
  /// - Returns: NaN without rows.
  /// - Source: Good 1952, "Rational decisions", J. Royal Statistical Society B
  ///   14(1).
  package static func logLoss(probabilities: [Double], labels: [Bool]) -> Double {
    RankedOutcomes(scores: probabilities, labels: labels).logLoss
  }

  /// Expected calibration error over bins of equal count.
  ///
  /// The mean over bins of |mean probability − share of positives|, weighted by
  /// the size of the bin.
  ///
  /// - Returns: NaN without rows.
  /// - Source: Naeini, Cooper & Hauskrecht 2015, "Obtaining well calibrated
  ///   probabilities using Bayesian binning", AAAI, with equal-count bins.
  package static func expectedCalibrationError(
    probabilities: [Double], labels: [Bool], bins: Int = 10
  ) -> Double {
    RankedOutcomes(scores: probabilities, labels: labels).expectedCalibrationError(bins: bins)
  }

  /// How many times more positives the best-scored share of the cases holds
  /// than a random share of the same size.
  ///
  /// - Returns: NaN without positives.
  package static func lift(scores: [Double], labels: [Bool], share: Double = 0.1) -> Double {
    RankedOutcomes(scores: scores, labels: labels).lift(share: share)
  }
}
