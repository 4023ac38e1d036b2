package import Evaluation

/// An evaluation as `evaluate --json` gives it.
///
/// Models and metrics are keys of dictionaries, whose letters no key strategy
/// changes.
package struct ReportAnswer: Encodable, Sendable {
  private let task: String
  private let `protocol`: String
  private let nTrain: Int
  private let nTest: Int
  private let metrics: [String: Figures]
  private let models: [String: [String: Figures]]
  private let seconds: EvaluationReport.Seconds
  /// The memory of the model in use; absent where it is not known.
  private let bytes: Int?
  /// Time and memory of each model alone; absent where none is known.
  private let costs: [String: Cost]?
  /// What the model in use has over each other; absent where none was compared.
  private let differences: [String: [String: DifferenceFigures]]?
  private let search: [TrialAnswer]?
  /// Curves and tables as data; absent where there are none.
  private let figures: [FigureAnswer]?
  private let notes: [String]

  package init(_ report: EvaluationReport) {
    task = report.task
    `protocol` = report.protocol
    nTrain = report.trainCount
    nTest = report.testCount
    metrics = Self.figures(report.metrics)
    models = Self.byName(report.models) { Self.figures($0.metrics) }
    seconds = report.seconds
    bytes = report.bytes
    let known = report.models.filter { $0.seconds != nil || $0.bytes != nil }
    costs = known.isEmpty ? nil : Self.byName(known) { Cost(seconds: $0.seconds, bytes: $0.bytes) }
    let compared = report.models.filter { !$0.differences.isEmpty }
    differences =
      compared.isEmpty
      ? nil
      : Self.byName(compared) { model in
        Dictionary(
          model.differences.map { ($0.name, DifferenceFigures($0.difference)) },
          uniquingKeysWith: { first, _ in first })
      }
    search = report.search.isEmpty ? nil : report.search.map(TrialAnswer.init)
    figures = report.figures.isEmpty ? nil : report.figures.map(FigureAnswer.init)
    notes = report.notes
  }

  private static func byName<Value>(
    _ models: [EvaluationReport.Model], _ value: (EvaluationReport.Model) -> Value
  ) -> [String: Value] {
    Dictionary(models.map { ($0.name, value($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private static func figures(_ metrics: MetricList) -> [String: Figures] {
    Dictionary(
      metrics.entries.map { ($0.name, Figures($0.metric)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  private struct Cost: Encodable {
    let seconds: EvaluationReport.Seconds?
    let bytes: Int?
  }

  private struct Figures: Encodable {
    let value, low, high: JSONNumber

    init(_ metric: Metric) {
      (value, low, high) = (
        JSONNumber(metric.value), JSONNumber(metric.low), JSONNumber(metric.high)
      )
    }
  }

  private struct DifferenceFigures: Encodable {
    let value, low, high, p: JSONNumber
    let cases: Int

    init(_ difference: PairedDifference) {
      let metric = difference.metric
      (value, low, high) = (
        JSONNumber(metric.value), JSONNumber(metric.low), JSONNumber(metric.high)
      )
      p = JSONNumber(difference.p)
      cases = difference.cases
    }
  }

  /// One setting that was tried.
  private struct TrialAnswer: Encodable {
    let model: String
    let setting: String
    let metric: String
    let value: JSONNumber
    let chosen: Bool

    init(_ trial: EvaluationReport.Trial) {
      model = trial.model
      setting = trial.setting
      metric = trial.metric
      value = JSONNumber(trial.value)
      chosen = trial.isChosen
    }
  }
}
