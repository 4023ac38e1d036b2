import Domain
package import Ingest
import Storage
import Support

/// What an import did, for people and programs.
package struct ImportOutcome: Sendable {
  /// What was read and refused.
  package var summary: ImportSummary
  /// Rows that were not stored before.
  package var added: Int
  /// Rows whose event id was stored already.
  package var duplicates: Int
  /// Accepted rows at the start of the input that an earlier import had stored.
  package var alreadyImported: Int
  /// When that import ran, and from where.
  package var earlierImport: (startedAt: String, source: String)?
  /// An earlier import of the same bytes with other options, whose rows, of which some are
  /// stored, may be the same ones.
  package var sameWithOtherOptions: (startedAt: String, source: String, rows: Int)?
}

extension Rapport {
  /// Imports a file or stream, in one transaction a batch.
  ///
  /// Stopping it keeps the batches stored so far; importing the same input again
  /// recognises them.
  package func importRecords(
    from source: ByteSource, options given: ImportOptions, rejects: RejectWriter? = nil,
    progress: (ImportProgress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> ImportOutcome {
    var options = given
    options.latestTime = options.latestTime ?? clock().adding(days: 1)
    let canonical = canonicalText(of: options)
    let (earlier, others) = try store.read { reader in
      let all = try reader.imports(kind: options.kind.rawValue)
      return (all.filter { $0.options == canonical }, all.filter { $0.options != canonical })
    }
    options.extraCheckpoints = Set(earlier.map(\.progress.lines).filter { $0 > 0 })
    let id = try store.write { writer in
      try writer.beginImport(
        kind: options.kind.rawValue, source: source.name, options: canonical, startedAt: clock())
    }
    defer { recordsWereImported() }
    let stored = options.kind == .faq ? try store.read { try $0.faqEntries() } : []
    var sink = StoreSink(
      store: store, id: id, earlier: earlier, interval: options.checkpointInterval,
      review: FAQReview(stored: stored))
    var summary: ImportSummary
    do {
      summary = try Importer(options).run(
        from: source, into: &sink, rejects: rejects, progress: progress,
        isCancelled: isCancelled)
    } catch {
      if sink.progress.lines == 0 { try? store.write { try $0.abandonImport(id) } }
      throw error
    }
    if !summary.wasCancelled {
      let finishedAt = clock()
      try store.write { try $0.finishImport(id, sink.progress, finishedAt: finishedAt) }
    }
    if options.kind == .faq {
      summary.notes += try store.read { try sink.review.notes($0) }
    }
    if let first = sink.firstUnknownLabelled {
      summary.notes.append(
        ImportSummary.Note(
          code: "labels_of_unknown_customers",
          text:
            "labels of customers not known before, such as \"\(first.rawValue)\", of whom nothing "
            + "but the label is stored", count: sink.unknownLabelled))
    }
    return ImportOutcome(
      summary: summary, added: sink.added, duplicates: sink.duplicates,
      alreadyImported: sink.alreadyImported,
      earlierImport: sink.matched.map { ($0.startedAt.rfc3339, $0.source) },
      sameWithOtherOptions: sink.matched == nil && sink.duplicates == 0 && sink.added > 0
        ? others.first { record in
          record.state == .finished && record.progress.rowsAdded > 0
            && ImportTrail(record.progress.contentHash ?? "")[summary.linesRead]
              == summary.contentHash
        }.map { ($0.startedAt.rfc3339, $0.source, $0.progress.rowsAdded) } : nil)
  }

  /// The options that decide what a line means, as one text.
  private func canonicalText(of options: ImportOptions) -> String {
    func pairs(_ values: [String: String]) -> String {
      values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
    return [
      "map:\(pairs(options.map))", "set:\(pairs(options.set))", "zone:\(options.timeZone.name)",
      "date:\(options.dateFormat?.pattern ?? "")",
      "positive:\(options.labelPositive ?? "")",
    ].joined(separator: ";")
  }
}
