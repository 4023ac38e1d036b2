package import Evaluation

/// An evaluation as `evaluate --json` gives it.
package struct ReportAnswer: Encodable, Sendable {
  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let report: EvaluationReport

  package init(_ report: EvaluationReport) { self.report = report }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode(report.task, forKey: Name("task"))
    try container.encode(report.protocol, forKey: Name("protocol"))
    try container.encode(report.trainCount, forKey: Name("n_train"))
    try container.encode(report.testCount, forKey: Name("n_test"))
    try container.encode(report.seconds, forKey: Name("seconds"))
    try container.encode(report.notes, forKey: Name("notes"))
    try encode(report.metrics, to: &container, key: "metrics")
    var models = container.nestedContainer(keyedBy: Name.self, forKey: Name("models"))
    for model in report.models { try encode(model.metrics, to: &models, key: model.name) }
  }

  /// A figure that is not a number is null.
  private func encode(
    _ metrics: MetricList, to container: inout KeyedEncodingContainer<Name>, key: String
  ) throws {
    var list = container.nestedContainer(keyedBy: Name.self, forKey: Name(key))
    for (name, metric) in metrics.entries {
      var figures = list.nestedContainer(keyedBy: Name.self, forKey: Name(name))
      for (part, value) in [
        ("value", metric.value), ("low", metric.low), ("high", metric.high),
      ] {
        if value.isFinite {
          try figures.encode(sixDigits(value), forKey: Name(part))
        } else {
          try figures.encodeNil(forKey: Name(part))
        }
      }
    }
  }
}
