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
          "Stopped after \(grouped(outcome.summary.linesRead)) records; "
            + "\(grouped(outcome.added)) are stored.",
          hint: "Import the same file again to go on: what is stored is recognised.",
          exitCode: .interrupted)
      }
      if outcome.summary.refused > 0, outcome.summary.refused == outcome.summary.linesRead {
        throw CommandFailure(
          "Nothing was stored: every record of \(source.name) was refused.",
          hint: rejects.map { "Each is in \($0) with its reason." }
            ?? "Add --rejects FILE to see the reason of each.",
          exitCode: .dataError)
      }
    }
  }
}

/// The result of an import in words.
private struct ImportReport {
  let outcome: ImportOutcome
  let kind: ImportKind
  let rejects: String?
  let seconds: Double

  func print(to console: Console) {
    let summary = outcome.summary
    console.line(
      "\(grouped(summary.linesRead)) records read in \(durationText(seconds: seconds)): "
        + "\(grouped(outcome.added)) \(kind.rawValue) "
        + (kind == .interactions ? "added" : "added or updated")
        + (outcome.duplicates > 0
          ? ", \(grouped(outcome.duplicates)) stored already (same event id)" : "")
        + (summary.refused > 0 ? ", \(grouped(summary.refused)) refused" : "") + ".")
    if let earlier = outcome.earlierImport {
      console.line(
        "  The first \(grouped(outcome.alreadyImported)) accepted records are those imported "
          + "from \(earlier.source) at \(earlier.startedAt);")
      console.line("  having no event ids they were recognised by content and not added again.")
    }
    if let same = outcome.sameWithOtherOptions, kind == .interactions {
      console.warn(
        "the same bytes were imported from \(same.source) at \(same.startedAt) with other options; "
          + "without event ids both imports' rows are stored.")
    }
    for note in summary.notes { console.line("  \(note.text): \(grouped(note.count))") }
    if !summary.refusals.isEmpty {
      console.line("Refused:")
      for refusal in summary.refusals {
        console.line(
          "  \(padded(grouped(refusal.count), to: 9, right: true))  \(refusal.reason.text) "
            + "(first on line \(grouped(refusal.firstLine)))")
      }
      if let rejects {
        console.line("  written to \(rejects), each with line number and reason")
      } else {
        console.line("  add --rejects FILE to see each of them")
      }
      if kind == .interactions, outcome.added > 0,
        !summary.columnsUsed.contains(where: { $0.field == "event_id" })
      {
        console.line("  to correct them import a file of these lines alone: without event ids the")
        console.line("  others would be stored a second time")
      }
    }
    let used = summary.columnsUsed.map {
      $0.field == $0.column ? $0.field : "\($0.field)=\($0.column)"
    }
    console.line("Columns used: \(used.joined(separator: ", "))")
    if !summary.columnsKept.isEmpty {
      console.line("Kept as attributes: \(summary.columnsKept.joined(separator: ", "))")
    }
    if !summary.columnsIgnored.isEmpty {
      console.line("Ignored: \(summary.columnsIgnored.joined(separator: ", "))")
    }
  }
}
