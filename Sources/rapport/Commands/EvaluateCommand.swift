import Engine
import Evaluation
import Service
import Storage
import Terminal

/// `rapport evaluate`.
enum EvaluateCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    guard let kind = ModelKind(rawValue: try invocation.requiredString("MODEL")) else { return }
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    let options = try TrainCommand.trainingOptions(context)
    let files = (invocation.string("train"), invocation.string("test"))
    let bar = context.console.progress("evaluating \(kind.rawValue)")
    defer { bar.finish() }
    let report: EvaluationReport
    switch files {
    case (let train?, let test?):
      guard kind == .support else {
        throw invocation.misuse("--train and --test are for 'evaluate support' only.")
      }
      report = try SupportFiles.evaluate(
        train: train, test: test, outOfScope: invocation.string("out-of-scope"),
        seed: options.seed, cancellation: cancellation)
    case (nil, nil):
      report = try context.withRapport(.readOnly) { rapport in
        try rapport.evaluate(kind, options: options, cancellation: cancellation) { _, share in
          bar.update(to: Int(share * 100), of: 100)
        }
      }
    default: throw invocation.misuse("--train and --test go together.")
    }
    bar.finish()
    guard !context.isJSON else { return try context.printJSON(ReportAnswer(report)) }
    print(report, to: context.console)
  }

  static func print(_ report: EvaluationReport, to console: Console) {
    let width = console.width ?? 100
    console.output.write(wrapped("Protocol: \(report.protocol).", width: width) + "\n")
    console.line(
      "Trained on \(grouped(report.trainCount)), tested on \(grouped(report.testCount)); "
        + "training \(durationText(seconds: report.seconds.train)), prediction "
        + "\(durationText(seconds: report.seconds.predict)).")
    console.line()
    console.table(table(of: report))
    console.line()
    for note in report.notes {
      console.output.write(wrapped("Note: \(note).", width: width) + "\n")
    }
    console.line("Intervals are 95 %, by bootstrap.")
  }

  /// A row a metric; the model in use first, then each alone.
  static func table(of report: EvaluationReport) -> TextTable {
    var columns = [TextTable.Column("metric"), TextTable.Column("in use", alignment: .left)]
    columns += report.models.map { TextTable.Column($0.name, alignment: .left) }
    var table = TextTable(columns)
    for (name, metric) in report.metrics.entries {
      table.append(
        [name, text(metric)] + report.models.map { $0.metrics[name].map(text) ?? "–" })
    }
    return table
  }

  private static func text(_ metric: Metric) -> String {
    guard metric.value.isFinite else { return "–" }
    let value = fixed(metric.value, decimals: 4)
    guard metric.low.isFinite, metric.low != metric.high else { return value }
    return "\(value) [\(fixed(metric.low, decimals: 4)), \(fixed(metric.high, decimals: 4))]"
  }
}
