/// What an import keeps count of.
struct ImportState {
  var summary = ImportSummary()
  /// What the sink threw; ends the import.
  var sinkFailure: (any Error)?

  private let buffer: RecordBuffer
  private let rejects: RejectWriter?
  private var hash = ContentHash()
  private var line = 0
  private let interval: Int
  private var extraCheckpoints: [Int]
  private var refusalIndex: [RefusalReason: Int] = [:]
  /// The latest reason's index: reasons come in runs.
  private var lastRefusal = 0

  init(options: ImportOptions, buffer: RecordBuffer, rejects: RejectWriter?) {
    precondition(
      options.checkpointInterval > 0, "checkpointInterval \(options.checkpointInterval)")
    self.buffer = buffer
    self.rejects = rejects
    interval = options.checkpointInterval
    extraCheckpoints = options.extraCheckpoints.sorted(by: >)
  }

  mutating func addHeader(_ record: UnsafeBufferPointer<UInt8>) {
    if let start = record.baseAddress { _ = hash.update(start, count: record.count) }
    line = 1
  }

  /// Counts a record.
  ///
  /// - Returns: whether it is ASCII.
  @inline(__always)
  mutating func add(_ record: UnsafeBufferPointer<UInt8>, line: Int) -> Bool {
    summary.linesRead += 1
    self.line = line
    guard let start = record.baseAddress else { return true }
    return hash.update(start, count: record.count)
  }

  mutating func refuse(
    _ refusal: Refusal, line: Int, record: UnsafeBufferPointer<UInt8>
  ) throws(ImportError) {
    if lastRefusal < summary.refusals.count,
      summary.refusals[lastRefusal].reason == refusal.reason
    {
      summary.refusals[lastRefusal].count += 1
    } else if let index = refusalIndex[refusal.reason] {
      summary.refusals[index].count += 1
      lastRefusal = index
    } else {
      refusalIndex[refusal.reason] = summary.refusals.count
      summary.refusals.append(
        .init(reason: refusal.reason, count: 1, firstLine: line, example: refusal.detail))
    }
    try rejects?.write(line: line, refusal: refusal, record: record)
  }

  var progress: ImportProgress {
    ImportProgress(bytes: buffer.bytesRead, records: summary.linesRead)
  }

  /// Whether a checkpoint belongs behind the record just counted.
  var isCheckpointDue: Bool {
    mutating get {
      var isDue = summary.linesRead % interval == 0
      while let next = extraCheckpoints.last, next <= summary.linesRead {
        isDue = isDue || next == summary.linesRead
        extraCheckpoints.removeLast()
      }
      return isDue
    }
  }

  func checkpoint(isFinal: Bool, isLast: Bool) -> ImportCheckpoint {
    ImportCheckpoint(
      records: summary.linesRead, accepted: summary.accepted, line: line,
      contentHash: hash.value, isFinal: isFinal, isLast: isLast)
  }

  func finished(_ plan: ColumnPlan) -> ImportSummary {
    var result = summary
    result.refusals.sort { ($0.count, -$0.firstLine) > ($1.count, -$1.firstLine) }
    result.notes += plan.unseen.map { pair in
      ImportSummary.Note(
        code: "mapped_key_absent",
        text: "lines without the key \"\(pair.column)\" of '--map \(pair.field)=\(pair.column)'",
        count: summary.linesRead)
    }
    if let doubt = plan.doubt { result.notes.append(doubt) }
    result.columnsUsed = plan.used
    result.columnsKept = plan.attributes.map(\.name)
    result.columnsIgnored = plan.ignored
    result.contentHash = hash.value
    result.bytesRead = buffer.bytesRead
    return result
  }
}
