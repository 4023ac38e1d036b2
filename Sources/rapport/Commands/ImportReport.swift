import Ingest
import Service
import Terminal
import Wording

/// The result of an import in words.
struct ImportReport {
  let outcome: ImportOutcome
  let kind: ImportKind
  /// The file of refused lines, where one was asked for.
  let rejects: String?
  let seconds: Double

  func print(to console: Console) {
    let summary = outcome.summary
    console.line(
      "\(counted(summary.linesRead, "record")) read in \(durationText(seconds: seconds)): "
        + kind.counted(outcome.added) + (kind == .interactions ? " added" : " added or updated")
        + (outcome.duplicates > 0
          ? ", \(grouped(outcome.duplicates)) stored already (same event_id)" : "")
        + (summary.refused > 0 ? ", \(grouped(summary.refused)) refused" : "") + ".")
    if let earlier = outcome.earlierImport {
      let which =
        outcome.alreadyImported == 1
        ? "first accepted record is one"
        : "first \(grouped(outcome.alreadyImported)) accepted records are those"
      console.line("  The \(which) imported from \(earlier.source) at \(earlier.startedAt);")
      console.line("  without event ids they are known by their content, and not added again.")
    }
    for note in summary.notes where !note.isWarning {
      console.line("  \(note.text): \(grouped(note.count))")
    }
    printRefusals(to: console)
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
    warn(on: console)
  }

  private func printRefusals(to console: Console) {
    let summary = outcome.summary
    guard !summary.refusals.isEmpty else { return }
    console.line("Refused:")
    for refusal in summary.refusals {
      let place =
        "first on line \(grouped(refusal.firstLine))" + (refusal.example.map { ": \($0)" } ?? "")
      console.line(
        "  \(padded(grouped(refusal.count), to: 9, right: true))  \(refusal.reason.text) (\(place))"
      )
      if let cure = refusal.reason.cure { console.line(wrapped(cure, width: 96, indent: 13)) }
    }
    console.line(
      rejects.map { "  Written to \($0), each with line number and reason." }
        ?? "  Add '--rejects FILE' to see each of them.")
    if kind == .interactions, outcome.added > 0,
      !summary.columnsUsed.contains(where: { $0.field == "event_id" })
    {
      console.line("  To correct them import a file of these lines alone: without event ids the")
      console.line("  others would be stored a second time.")
    }
  }

  private func warn(on console: Console) {
    for note in outcome.summary.notes where note.isWarning { console.warn(note.text) }
    if let same = outcome.sameWithOtherOptions, kind == .interactions {
      console.warn(
        "The same bytes were imported from \(same.source) at \(same.startedAt) with other options; "
          + "without event ids the \(counted(same.rows, "row")) of that import "
          + "\(same.rows == 1 ? "is" : "are") stored too.")
    }
  }
}
