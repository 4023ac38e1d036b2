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
    let bar = context.console.progress("evaluating \(kind.rawValue)")
    defer { bar.finish() }
    let progress: (String, Double) -> Void = { _, share in
      bar.update(to: Int(share * 100), of: 100)
    }
    let report =
      try onFiles(
        kind, invocation, seed: options.seed, cancellation: cancellation, progress: progress)
      ?? context.withRapport(.readOnly) { rapport in
        try rapport.evaluate(
          kind, options: options, cancellation: cancellation, progress: progress)
      }
    bar.finish()
    guard !context.isJSON else { return try context.printJSON(ReportAnswer(report)) }
    print(report, to: context.console)
  }

  /// The evaluation on files, where the command line names any.
  private static func onFiles(
    _ kind: ModelKind, _ invocation: Invocation, seed: UInt64, cancellation: Cancellation,
    progress: @escaping (String, Double) -> Void
  ) throws -> EvaluationReport? {
    let data = (invocation.string("data"), invocation.string("label"))
    switch (kind, invocation.string("train"), invocation.string("test"), data) {
    case (_, nil, nil, (nil, nil)): return nil
    case (.churn, nil, nil, (let data?, let label?)):
      return try EvaluationFiles.churn(
        data: data, label: label, positive: invocation.string("label-positive"), seed: seed,
        cancellation: cancellation)
    case (.support, let train?, let test?, (nil, nil)):
      return try EvaluationFiles.support(
        train: train, test: test, outOfScope: invocation.string("out-of-scope"), seed: seed,
        cancellation: cancellation)
    case (.recommender, let train?, let test?, (nil, nil)):
      return try EvaluationFiles.recommender(
        train: train, test: test, seed: seed, cancellation: cancellation, progress: progress)
    case (.churn, _, _, _):
      throw invocation.misuse("On a file, churn needs --data FILE and --label COLUMN.")
    default:
      throw invocation.misuse("On files, \(kind.rawValue) needs --train FILE and --test FILE.")
    }
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
