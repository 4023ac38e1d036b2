import Domain
import Engine
import Evaluation
import Glibc
import Reports
import Service
import Storage
import Terminal

/// `rapport evaluate`.
enum EvaluateCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    guard let kind = ModelKind(rawValue: try invocation.requiredString("MODEL")) else { return }
    // Before the work, which may take minutes.
    let file = try invocation.string("report").map { try ReportFile($0) }
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    var options = try TrainCommand.trainingOptions(context)
    options.leavesLastOut = invocation.flag("leave-last-out")
    options.groupAttribute = invocation.string("groups")
    let bar = context.console.progress("evaluating \(kind.rawValue)")
    defer { bar.finish() }
    let progress: (String, Double) -> Void = { _, share in
      bar.update(to: Int(share * 100), of: 100)
    }
    let report =
      try onFiles(
        kind, invocation, options, cancellation: cancellation, progress: progress)
      ?? context.withRapport(.readOnly) { rapport in
        try rapport.evaluate(
          kind, options: options, cancellation: cancellation, progress: progress)
      }
    bar.finish()
    if context.isJSON {
      try context.printJSON(ReportAnswer(report))
    } else {
      EvaluationText(report, width: context.console.width ?? 100).print(to: context.console)
    }
    if let file { try write(report, to: file, context) }
  }

  private static func write(
    _ report: EvaluationReport, to file: ReportFile, _ context: Context
  ) throws {
    let today = Timestamp(seconds: Int64(time(nil))).date
    let page = HTMLReport(
      report: report, title: title(report, context.invocation), generated: "Made on \(today)")
    try file.write(page.text)
    context.console.note("The report is in \(file.path).")
  }

  /// What was measured and, on files, on which.
  private static func title(_ report: EvaluationReport, _ invocation: Invocation) -> String {
    let names = [
      "recommender": "Recommendations", "churn": "Churn prediction", "support": "The support bot",
    ]
    let name = names[report.task] ?? report.task.prefix(1).uppercased() + report.task.dropFirst()
    guard let path = invocation.string("data") ?? invocation.string("test") else { return name }
    return name + ", measured on " + (path.split(separator: "/").last.map(String.init) ?? path)
  }

  /// The evaluation on files, where the command line names any.
  private static func onFiles(
    _ kind: ModelKind, _ invocation: Invocation, _ options: TrainingOptions,
    cancellation: Cancellation, progress: @escaping (String, Double) -> Void
  ) throws -> EvaluationReport? {
    let data = (invocation.string("data"), invocation.string("label"))
    switch (kind, invocation.string("train"), invocation.string("test"), data) {
    case (_, nil, nil, (nil, nil)): return nil
    case (.churn, nil, nil, (let data?, let label?)):
      return try EvaluationFiles.churn(
        data: data, label: label, positive: invocation.string("label-positive"), options: options,
        cancellation: cancellation)
    case (.support, let train?, let test?, (nil, nil)):
      return try EvaluationFiles.support(
        train: train, test: test, outOfScope: invocation.string("out-of-scope"), seed: options.seed,
        cancellation: cancellation)
    case (.recommender, let train?, let test?, (nil, nil)):
      return try EvaluationFiles.recommender(
        train: train, test: test, budget: options.budget, seed: options.seed,
        cancellation: cancellation, progress: progress)
    case (.churn, _, _, _):
      throw invocation.misuse("On a file, churn needs --data FILE and --label COLUMN.")
    default:
      throw invocation.misuse("On files, \(kind.rawValue) needs --train FILE and --test FILE.")
    }
  }
}
