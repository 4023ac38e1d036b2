/// What came of trying to read one more record.
enum ReadResult {
  case record
  /// Bytes that are no record; the reader stands behind them.
  case malformed(RefusalReason, field: String, detail: String?)
  case end
}

/// Splits bytes into records and records into fields.
protocol RecordReader {
  /// The column names known so far; formats without a header learn them on the way.
  var columns: [String] { get }
  /// Whether every record must have a field for each column.
  static var hasHeader: Bool { get }
  /// The fields of the record just read; valid until the next read.
  var fields: FieldList { get }
  /// The line on which the record just read began, counted from 1.
  var line: Int { get }
  /// The raw bytes of the record just read, without its line break.
  var record: UnsafeBufferPointer<UInt8> { get }

  mutating func next() throws(ImportError) -> ReadResult
}
