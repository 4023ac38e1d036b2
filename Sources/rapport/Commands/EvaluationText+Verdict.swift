import Evaluation
import Reports
import Terminal
import Wording

extension EvaluationText {
  /// The simple model that each kind has to be better than, and the metric by which.
  static let baselines: [String: (metric: String, model: String)] = [
    "recommender": ("ndcg@10", "popularity"), "churn": ("auc", "recency alone"),
    "value": ("spearman", "same as last period"), "support": ("accuracy", "bm25"),
  ]

  /// How a sentence calls a baseline whose name does not fit into one.
  private static let names = [
    "same as last period": "the spend of the last period", "bm25": "BM25",
  ]

  /// Whether the model in use is better than something simple, in a sentence; nil where that was
  /// not measured.
  static func verdict(on report: EvaluationReport) -> String? {
    guard let (metric, name) = baselines[report.task], let own = report.metrics[metric],
      let model = report.models.first(where: { $0.name == name }),
      let other = model.metrics[metric],
      let difference = model.differences.first(where: { $0.name == metric })?.difference.metric
    else { return nil }
    let word =
      if difference.low > 0 {
        "Better than"
      } else if difference.high < 0 {
        "Worse than"
      } else {
        "Not surely better than"
      }
    return "\(word) \(names[name] ?? name): \(MetricGlossary.entry(metric).label) "
      + "\(grouped(own.value, decimals: 3)) against \(grouped(other.value, decimals: 3)), "
      + "\(signed(difference.value)) [\(signed(difference.low)), \(signed(difference.high))]."
  }

  /// The metrics shown and what they mean, a list's once for all its lengths.
  static func legend(of report: EvaluationReport) -> [String] {
    var known: Set<String> = []
    return report.metrics.entries.compactMap { name, _ in
      let meaning = MetricGlossary.entry(name).meaning
      let base = name.prefix { $0 != "@" }
      guard !meaning.isEmpty, known.insert(String(base)).inserted else { return nil }
      return "\(base): \(meaning)."
    }
  }
}
