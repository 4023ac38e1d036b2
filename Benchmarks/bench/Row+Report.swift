import Evaluation

extension Row {
  /// A report as rows: the model in use, then each baseline and part alone.
  static func rows(of report: EvaluationReport, task: String, data: String) -> [Row] {
    let whole = "\(task)/\(data)/in use"
    func rows(_ name: String, _ metrics: MetricList) -> [Row] {
      metrics.entries.map { entry in
        Row(
          name, entry.name, entry.metric.value, low: entry.metric.low, high: entry.metric.high,
          unit: unit(of: entry.name))
      }
    }
    let counts = [
      Row(whole, "tested on", Double(report.testCount), unit: "count"),
      Row(whole, "training", report.seconds.train, unit: "s"),
      Row(whole, "prediction", report.seconds.predict, unit: "s"),
    ]
    return rows(whole, report.metrics) + counts
      + report.models.flatMap { rows("\(task)/\(data)/\($0.name)", $0.metrics) }
  }

  private static func unit(of metric: String) -> String {
    switch metric {
    case "hr@10", "hr@10_new", "coverage@10", "accuracy", "coverage", "answered_accuracy",
      "out_of_scope_recall", "in_scope_accuracy":
      "share"
    case "lift_top_10_percent": "times"
    default: "score"
    }
  }
}
