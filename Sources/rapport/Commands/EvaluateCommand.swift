import Domain
import Engine
import Evaluation
import Reports
import Service
import Storage
import Support
import Terminal
import Wording

/// `rapport evaluate`.
enum EvaluateCommand {
  /// What an evaluation found; misreadings of the bot only.
  private typealias Found = (report: EvaluationReport, misreadings: [Misreading])

  static func run(_ context: Context) throws {
    let invocation = context.invocation
    guard let kind = ModelKind(rawValue: try invocation.requiredString("MODEL")) else { return }
    // Before the work, which may take minutes.
    let file = try invocation.string("report").map { try ReportFile($0) }
    let errors = try invocation.string("errors").map { try ReportFile($0, .misreadings) }
    guard kind == .support || !SupportWork.isAskedFor(invocation) else {
      throw invocation.misuse(
        "'--validation', '--models', '--learning-curve' and '--errors' go with support.")
    }
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    let bar = context.console.progress("evaluating \(kind.rawValue)")
    defer { bar.finish() }
    let progress: (String, Double) -> Void = { _, share in
      bar.update(to: Int(share * 100), of: 100)
    }
    let found: Found
    do {
      if kind == .support {
        let result = try SupportWork(invocation).result(context, cancellation, progress)
        found = (result.report, result.misreadings)
      } else {
        found = (try report(kind, context, cancellation, progress), [])
      }
    } catch let error as ServiceError where error.code == .cancelled {
      throw CommandFailure("The evaluation was stopped.", exitCode: .interrupted)
    }
    bar.finish()
    if context.isJSON {
      try context.printJSON(ReportAnswer(found.report))
    } else {
      EvaluationText(found.report, width: context.console.width ?? 100).print(to: context.console)
    }
    if let file { try write(found.report, to: file, context) }
    if let errors {
      try errors.write(MisreadingFile.csv(found.misreadings))
      context.console.note(
        "\(counted(found.misreadings.count, "text")) that went wrong: see \(errors.path).")
    }
  }

  private static func report(
    _ kind: ModelKind, _ context: Context, _ cancellation: Cancellation,
    _ progress: @escaping (String, Double) -> Void
  ) throws -> EvaluationReport {
    let invocation = context.invocation
    var options = try TrainCommand.trainingOptions(context)
    options.leavesLastOut = invocation.flag("leave-last-out")
    options.groupAttribute = invocation.string("groups")
    return try onFiles(
      kind, invocation, options, cancellation: cancellation, progress: progress)
      ?? context.withRapport(.readOnly) { rapport in
        try rapport.evaluate(
          kind, options: options, cancellation: cancellation, progress: progress)
      }
  }

  private static func write(
    _ report: EvaluationReport, to file: ReportFile, _ context: Context
  ) throws {
    let page = HTMLReport(
      report: report, title: title(report, context.invocation),
      generated: "Made on \(Timestamp.now.date)")
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
    case (.recommender, let train?, let test?, (nil, nil)):
      return try EvaluationFiles.recommender(
        train: train, test: test, budget: options.budget, seed: options.seed,
        cancellation: cancellation, progress: progress)
    case (.churn, _, _, _):
      throw invocation.misuse("On a file, churn needs '--data FILE' and '--label COLUMN'.")
    default:
      throw invocation.misuse(
        "On files, \(kind.rawValue) needs '--train FILE' and '--test FILE'.")
    }
  }
}

/// The bot's evaluation, on the stored entries or on files.
private struct SupportWork {
  private let paths: EvaluationFiles.SupportPaths?
  private let options: SupportEvaluation.Options
  private let seed: UInt64

  /// Whether the command line asks for what no other model has.
  static func isAskedFor(_ invocation: Invocation) -> Bool {
    invocation.flag("learning-curve")
      || ["validation", "models", "errors"].contains { invocation.string($0) != nil }
  }

  init(_ invocation: Invocation) throws {
    switch (invocation.string("train"), invocation.string("test")) {
    case (let train?, let test?):
      paths = EvaluationFiles.SupportPaths(
        train: train, test: test, validation: invocation.string("validation"),
        outOfScope: invocation.string("out-of-scope"))
    case (nil, nil)
    where ["data", "label", "validation"].allSatisfy { invocation.string($0) == nil }:
      paths = nil
    default:
      throw invocation.misuse("On files, support needs '--train FILE' and '--test FILE'.")
    }
    if paths?.validation != nil, paths?.outOfScope == nil {
      throw invocation.misuse(
        "'--validation' chooses thresholds for texts out of scope: name their label with "
          + "'--out-of-scope LABEL'.")
    }
    options = SupportEvaluation.Options(
      comparesAll: invocation.string("models") == "all",
      drawsLearningCurve: invocation.flag("learning-curve"))
    seed = UInt64(try invocation.requiredInt("seed", in: 0 ... .max))
  }

  func result(
    _ context: Context, _ cancellation: Cancellation,
    _ progress: @escaping (String, Double) -> Void
  ) throws -> SupportEvaluation.Result {
    if let paths {
      return try EvaluationFiles.support(
        paths, seed: seed, options: options, cancellation: cancellation, progress: progress)
    }
    return try context.withRapport(.readOnly) { rapport in
      try rapport.evaluateSupport(
        seed: seed, options: options, cancellation: cancellation, progress: progress)
    }
  }
}
