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

  /// What the model in use has over each model beside it by a metric.
  static func advantages(
    in report: EvaluationReport, by metric: String, task: String, data: String
  ) -> [Row] {
    report.models.compactMap { model in
      guard let ours = report[metric], let theirs = model.metrics[metric] else { return nil }
      return Row(
        "\(task)/\(data)/in use", "\(metric) beyond \(model.name)", ours.value - theirs.value,
        unit: unit(of: metric))
    }
  }

  static func unit(of metric: String) -> String {
    switch metric {
    case "hr@10", "hr@10_new", "coverage@10", "accuracy", "coverage", "answered_accuracy",
      "out_of_scope_recall", "in_scope_accuracy", "out_of_scope_precision",
      "out_of_scope_fpr95", "top_3_accuracy", "selective_accuracy_95", "selective_accuracy_90",
      "selective_accuracy_80", "interval_coverage",
      "interval_coverage_above_zero", "spend_in_top_10_percent", "bias":
      "share"
    case "mae", "rmse": "money"
    case "lift_top_10_percent": "times"
    case "ms_per_text": "ms"
    case "megabytes": "MB"
    default: "score"
    }
  }
}
