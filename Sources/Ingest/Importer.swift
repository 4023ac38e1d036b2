import Glibc

/// Reads a file or a stream of records and hands them to a sink.
///
/// One pass in constant memory, but for the identifiers and intents seen.
package struct Importer {
  /// Records between two looks at progress and cancellation.
  private static let reportInterval = 4096

  package let options: ImportOptions

  package init(_ options: ImportOptions) { self.options = options }

  /// Imports everything.
  ///
  /// - Parameters:
  ///   - source: the bytes.
  ///   - sink: takes the records and the checkpoints.
  ///   - rejects: takes the refused records; closed at the end.
  ///   - progress: called every few thousand records.
  ///   - isCancelled: asked every few thousand records and while the source has
  ///     nothing to give; true ends the import after a last checkpoint.
  /// - Returns: what was accepted, refused and noticed.
  /// - Throws: ``ImportError``, and what the sink throws.
  package func run(
    from source: ByteSource, into sink: inout some ImportSink, rejects: RejectWriter? = nil,
    progress: (ImportProgress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> ImportSummary {
    try withoutActuallyEscaping(isCancelled) { isCancelled in
      try read(
        RecordBuffer(source, isCancelled: isCancelled), source, into: &sink, rejects: rejects,
        progress: progress, isCancelled: isCancelled)
    }
  }

  private func read(
    _ buffer: RecordBuffer, _ source: ByteSource, into sink: inout some ImportSink,
    rejects: RejectWriter?, progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws -> ImportSummary {
    try buffer.begin()
    let format = try format(of: source)
    var state = ImportState(options: options, buffer: buffer, rejects: rejects)
    var plan = ColumnPlan(options, sourceName: source.name)
    switch format {
    case .csv, .tsv:
      var reader = DelimitedReader(buffer, delimiter: format == .csv ? 0x2c : 0x09)
      try reader.readHeader(name: source.name)
      state.addHeader(reader.record)
      try checkDelimiter(reader.columns, format: format, buffer, source.name)
      try plan.match(header: reader.columns)
      try run(
        &reader, plan: &plan, state: &state, sink: &sink, progress: progress,
        isCancelled: isCancelled)
    case .jsonl:
      var reader = JSONLinesReader(buffer, name: source.name)
      try run(
        &reader, plan: &plan, state: &state, sink: &sink, progress: progress,
        isCancelled: isCancelled)
      if state.summary.accepted == 0, !state.summary.wasCancelled { try plan.checkRequired() }
    }
    guard state.summary.linesRead > 0 || state.summary.wasCancelled else {
      throw ImportError(
        .emptyInput,
        "\(source.name) has \(format == .jsonl ? "" : "a header and ")no records.")
    }
    try sink.checkpoint(state.checkpoint(isFinal: !state.summary.wasCancelled, isLast: true))
    try rejects?.close()
    progress(state.progress)
    return state.finished(plan)
  }

  private func format(of source: ByteSource) throws(ImportError) -> ImportFormat {
    if let format = options.format ?? ImportFormat(fileName: source.name) { return format }
    throw ImportError(
      .unknownFormat,
      "The name of \(source.name) does not say the format.",
      hint: "Say it: '--format csv', tsv or jsonl.")
  }

  /// Fails where the one column of a header holds another delimiter.
  private func checkDelimiter(
    _ columns: [String], format: ImportFormat, _ buffer: RecordBuffer, _ name: String
  ) throws(ImportError) {
    guard columns.count == 1, let only = columns.first else { return }
    let (what, cure): (String, String)
    if format == .csv, only.contains("\t") {
      (what, cure) = ("separated by tabs", "Say '--format tsv'.")
    } else if format == .tsv, only.contains(",") {
      (what, cure) = ("separated by commas", "Say '--format csv'.")
    } else if only.hasPrefix("{") {
      (what, cure) = ("JSON", "Say '--format jsonl'.")
    } else if only.contains(";") {
      (what, cure) = (
        "separated by semicolons, which are not read",
        "Save it with commas and decimal points, or turn both: "
          + "sed 's/,/./g; s/;/,/g' \(buffer.file) > commas.csv"
      )
    } else if only.contains("|") {
      (what, cure) = (
        "separated by |, which is not read",
        "Save it with commas or tabs: tr '|' '\\t' < \(buffer.file) > tabs.tsv"
      )
    } else {
      return
    }
    throw ImportError(.badHeader, "The header of \(name) is \(what).", hint: cure)
  }

  private func run(
    _ reader: inout some RecordReader, plan: inout ColumnPlan, state: inout ImportState,
    sink: inout some ImportSink, progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws {
    func go<Builder: RecordBuilder>(_: Builder.Type) throws {
      var builder = Builder(options, plan: plan)
      try loop(
        &reader, &builder, plan: &plan, state: &state, sink: &sink, progress: progress,
        isCancelled: isCancelled)
      state.summary.notes = builder.notes
    }
    switch options.kind {
    case .customers: try go(CustomerBuilder.self)
    case .products: try go(ProductBuilder.self)
    case .interactions: try go(InteractionBuilder.self)
    case .faq: try go(FAQBuilder.self)
    case .labels: try go(LabelBuilder.self)
    }
  }

  private func loop<Reader: RecordReader, Builder: RecordBuilder>(
    _ reader: inout Reader, _ builder: inout Builder, plan: inout ColumnPlan,
    state: inout ImportState, sink: inout some ImportSink,
    progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws {
    var columns = reader.columns.count
    while true {
      if state.summary.linesRead % Self.reportInterval == 0 {
        progress(state.progress)
        if isCancelled() {
          state.summary.wasCancelled = true
          return
        }
      }
      let result: ReadResult
      do throws(ImportError) {
        result = try reader.next()
      } catch {
        guard error.code == .cancelled else { throw error }
        state.summary.wasCancelled = true
        return
      }
      if case .end = result { return }
      let isASCII = state.add(reader.record, line: reader.line)
      if !Reader.hasHeader, reader.columns.count != columns {
        try plan.extend(with: reader.columns)
        columns = reader.columns.count
      }
      do throws(Refusal) {
        try check(result, reader, columns: columns, isASCII: isASCII)
        let record = try builder.build(reader.fields, plan: plan)
        if let refusal = try receive(record, line: reader.line, sink: &sink, state: &state) {
          throw refusal
        }
        state.summary.accepted += 1
      } catch {
        try state.refuse(error, line: reader.line, record: reader.record)
      }
      if let failure = state.sinkFailure { throw failure }
      if state.isCheckpointDue {
        try sink.checkpoint(state.checkpoint(isFinal: false, isLast: false))
      }
    }
  }

  /// Hands a record over, keeping apart a failure of the sink and a refusal.
  private func receive(
    _ record: SourceRecord, line: Int, sink: inout some ImportSink, state: inout ImportState
  ) throws(Refusal) -> Refusal? {
    do {
      return try sink.receive(record, line: line)
    } catch {
      state.sinkFailure = error
      return nil
    }
  }

  private func check<Reader: RecordReader>(
    _ result: ReadResult, _ reader: Reader, columns: Int, isASCII: Bool
  ) throws(Refusal) {
    if case .malformed(let reason, let field, let detail) = result {
      throw Refusal(reason, field: field, detail: detail)
    }
    guard Reader.hasHeader else { return }
    guard reader.fields.count == columns else {
      throw Refusal(
        .columnCount, detail: "\(columns) expected, \(reader.fields.count) found")
    }
    if let start = reader.record.baseAddress, memchr(start, 0, reader.record.count) != nil {
      throw Refusal(.nulByte)
    }
    if !isASCII, String(validating: reader.record, as: UTF8.self) == nil {
      throw Refusal(.invalidUTF8)
    }
  }
}
