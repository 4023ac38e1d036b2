import Ingest
import Service
import Storage
import Terminal
import Wording

/// `rapport import`.
enum ImportCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    guard let kind = ImportKind(rawValue: try invocation.requiredString("KIND")) else { return }
    let source = ByteSource(path: try invocation.requiredString("FILE"))
    let options = try ImportOptions(
      kind: kind, format: invocation.string("format").flatMap { ImportFormat(rawValue: $0) },
      map: ImportOptions.parseMap(invocation.list("map", separatedBy: nil), kind: kind),
      set: ImportOptions.parseSet(invocation.list("set", separatedBy: nil), kind: kind),
      timeZone: ImportTimeZone(invocation.requiredString("timezone")),
      dateFormat: invocation.string("date-format").map { try DateFormat($0) },
      labelPositive: invocation.string("label-positive"))
    try context.withRapport(.readWrite) { rapport in
      Interruption.listen()
      let rejects = try invocation.string("rejects").map {
        try RejectWriter(path: $0, sparing: source)
      }
      let bar = context.console.progress("importing \(kind.rawValue)")
      let started = ContinuousClock.now
      let outcome: ImportOutcome
      do {
        outcome = try rapport.importRecords(
          from: source, options: options, rejects: rejects,
          progress: { bar.update(to: $0.records) }, isCancelled: { Interruption.isRequested })
      } catch {
        bar.finish()
        throw error
      }
      bar.finish()
      let seconds = (.now - started) / .seconds(1)
      if context.isJSON {
        try context.printJSON(
          ImportAnswer(outcome, kind: kind, rejects: rejects?.path, seconds: seconds))
      } else {
        ImportReport(outcome: outcome, kind: kind, rejects: rejects?.path, seconds: seconds)
          .print(to: context.console)
      }
      if outcome.summary.wasCancelled {
        throw CommandFailure(
          "The import was stopped after \(counted(outcome.summary.linesRead, "record")); "
            + "\(kind.counted(outcome.added)) stored.",
          hint: "Import the same file again to go on: what is stored is recognised.",
          exitCode: .interrupted)
      }
      if outcome.summary.refused > 0, outcome.summary.refused == outcome.summary.linesRead {
        throw CommandFailure(
          "Nothing was stored: every record of \(source.name) was refused.",
          hint: rejects == nil ? "Add '--rejects FILE' to see the reason of each." : nil,
          exitCode: .dataError)
      }
    }
  }
}
