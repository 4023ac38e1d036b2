/// What the metrics of evaluations are called and mean, for readers who do not know
/// them.
package enum MetricGlossary {
  package struct Entry: Hashable {
    package var label: String
    package var meaning: String
    /// Whether the model with the lower figure is the better one.
    var isLowerBetter: Bool

    init(_ label: String, _ meaning: String, isLowerBetter: Bool = false) {
      self.label = label
      self.meaning = meaning + (isLowerBetter ? "; lower is better" : "")
      self.isLowerBetter = isLowerBetter
    }
  }

  /// The entry of a metric's name; one without an entry keeps its name.
  package static func entry(_ name: String) -> Entry {
    if let entry = entries[name] { return entry }
    // Names of lists cut at a rank: ndcg@10, hr@10_new.
    let parts = name.split(separator: "@", maxSplits: 1)
    if parts.count == 2, let entry = lists[String(parts[0])] {
      let isNew = parts[1].hasSuffix("_new")
      let rank = isNew ? String(parts[1].dropLast(4)) : String(parts[1])
      return Entry(
        "\(entry.label)@\(rank)\(isNew ? ", new" : "")",
        entry.meaning + (isNew ? ", among products the customer did not have" : ""))
    }
    return Entry(name.split(separator: "_").joined(separator: " "), "")
  }

  private static let entries: [String: Entry] = [
    "auc": Entry("AUC", "chance that one who left scores above one who stayed; 0.5 is guessing"),
    "average_precision": Entry(
      "Average precision", "mean precision down the list of scores; guessing gives the base rate"),
    "brier": Entry(
      "Brier score", "mean squared error of the probabilities", isLowerBetter: true),
    "log_loss": Entry("Log loss", "mean surprise of the outcomes in nats", isLowerBetter: true),
    "ece": Entry(
      "Calibration error", "mean gap between probability and outcome over bins",
      isLowerBetter: true),
    "calibration_slope": Entry(
      "Calibration slope", "1 is right; below 1 the probabilities are too extreme"),
    "calibration_intercept": Entry(
      "Calibration intercept", "0 is right; below 0 the probabilities are too high"),
    "lift_top_10_percent": Entry(
      "Lift of the top tenth", "how many times the average rate the tenth scored highest has"),
    "accuracy": Entry("Accuracy", "share of texts whose intent is named"),
    "macro_f1": Entry("Macro F1", "mean F1 of the intents, each counting alike"),
    "coverage": Entry("Answered", "share of texts in scope that get an answer"),
    "answered_accuracy": Entry("Accuracy of answers", "share of the answers given that are right"),
    "top_3_accuracy": Entry(
      "Accuracy of three", "share of texts whose intent is among the likeliest three"),
    "ece_uncalibrated": Entry(
      "Calibration error before", "the same before the probabilities were calibrated",
      isLowerBetter: true),
    "selective_accuracy_95": Entry(
      "Surest 95% right", "share of right answers among the 95% of texts it is surest of"),
    "selective_accuracy_90": Entry(
      "Surest 90% right", "share of right answers among the 90% of texts it is surest of"),
    "selective_accuracy_80": Entry(
      "Surest 80% right", "share of right answers among the 80% of texts it is surest of"),
    "confidence_error": Entry(
      "Error of the confidence", "mean gap between the stated confidence and the answers right",
      isLowerBetter: true),
    "out_of_scope_fpr95": Entry(
      "Let through at 95%",
      "share of texts out of scope that pass where 95% of those in scope do", isLowerBetter: true),
    "out_of_scope_precision": Entry(
      "Out-of-scope precision", "share of the texts without an answer that are out of scope"),
    "ms_per_text": Entry("Milliseconds a text", "what one takes on one core", isLowerBetter: true),
    "megabytes": Entry("Stored size, MB", "what the model takes on disk", isLowerBetter: true),
    "out_of_scope_auroc": Entry(
      "Out-of-scope AUROC",
      "chance that a text in scope is held surer than one out of scope; 0.5 is guessing"),
    "out_of_scope_recall": Entry(
      "Out-of-scope recall", "share of texts out of scope that get no answer"),
    "in_scope_accuracy": Entry(
      "In-scope accuracy", "share of texts in scope that are answered with the intent named right"),
    "spearman": Entry(
      "Rank correlation", "1 where customers stand in the order of what they then spent"),
    "spend_in_top_10_percent": Entry(
      "Spend of the top tenth", "share of all spend that the tenth predicted highest accounts for"),
    "mae": Entry("Mean absolute error", "in money", isLowerBetter: true),
    "rmse": Entry(
      "Root mean squared error", "in money, large errors counting more", isLowerBetter: true),
    "bias": Entry("Bias", "all that was predicted over all that was spent, less 1; 0 is right"),
    "interval_coverage": Entry(
      "Coverage of the intervals", "share of customers whose spend lies in their interval"),
    "interval_coverage_above_zero": Entry(
      "Coverage above zero", "the same, of customers whose interval is not nothing alone"),
  ]

  private static let lists: [String: Entry] = [
    "hr": Entry("Hit rate", "share of customers who find a right product in the list"),
    "ndcg": Entry("NDCG", "1 where all right products stand first"),
    "recall": Entry("Recall", "share of the right products found"),
    "precision": Entry("Precision", "share of the places that are right"),
    "mrr": Entry("MRR", "mean of 1/rank of the first right product"),
    "map": Entry("MAP", "mean precision at the right products; 1 where they stand first"),
    "novelty": Entry("Novelty", "mean surprise of the products shown, in bits"),
    "diversity": Entry("Diversity", "1 where no two products of a list are alike"),
    "popularity_bias": Entry(
      "Popularity bias", "how much more popular the products shown are than those bought"),
    "full_lists": Entry("Full lists", "share of customers whose list is full"),
    "coverage": Entry("Coverage", "share of the catalogue shown to anybody"),
    "gini": Entry("Gini of exposure", "0 where all products are shown alike, near 1 where few are"),
  ]
}
