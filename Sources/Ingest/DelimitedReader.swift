/// Reads CSV and TSV.
///
/// A record that breaks the quoting rules is given up at the end of its first
/// line and reading goes on with the second, so that one stray quote costs one
/// line and not the rest of the file.
///
/// - Source: RFC 4180, section 2; more lenient where files are: LF for CRLF, and
///   quotes inside a field that does not begin with one.
struct DelimitedReader: RecordReader {
  static let hasHeader = true

  private(set) var columns: [String] = []
  let fields = FieldList()
  private(set) var line = 0
  private(set) var record = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  private let buffer: RecordBuffer
  private let delimiter: UInt8
  private var nextLine = 1

  init(_ buffer: RecordBuffer, delimiter: UInt8) {
    self.buffer = buffer
    self.delimiter = delimiter
  }

  /// Reads the header.
  mutating func readHeader(name: String) throws(ImportError) {
    switch try next() {
    case .end: throw ImportError(.emptyInput, "\(name) is empty.")
    case .malformed(let reason, _, _):
      throw ImportError(
        .badHeader, "The header of \(name) (line \(line)) has \(reason.text).", hint: reason.cure)
    case .record: break
    }
    guard String(validating: record, as: UTF8.self) != nil else {
      throw ImportError(
        .binaryInput,
        "The header of \(name) is not UTF-8.",
        hint: "Convert the file, most often so: "
          + "iconv -f CP1252 -t UTF-8 \(buffer.file) > utf8.csv")
    }
    guard !record.contains(0x0d) else {
      throw ImportError(
        .badHeader,
        "The lines of \(name) end in a bare carriage return.",
        hint: "Convert the file: tr '\\r' '\\n' < \(buffer.file) > lines.csv")
    }
    var names: [String] = []
    for index in 0..<fields.count {
      let column = fields[index].trimmed.text
      guard column.isEmpty || !names.contains(column) else {
        throw ImportError(
          .badHeader, "The header of \(name) has the column \"\(column)\" twice.",
          hint: "Rename one of them.")
      }
      names.append(column)
    }
    columns = names
  }

  mutating func next() throws(ImportError) -> ReadResult {
    while true {
      if let result = scan() {
        if case .record = result, fields.count == 1, record.isEmpty { continue }
        return result
      }
      try buffer.refill(line: nextLine)
    }
  }

  /// Scans one record from the buffer; nil where more bytes are needed.
  private mutating func scan() -> ReadResult? {
    let bytes = UnsafePointer(buffer.base)
    let (start, end, isAtEnd) = (buffer.start, buffer.end, buffer.isAtEnd)
    if start == end { return isAtEnd ? .end : nil }
    fields.reset()
    let storage = fields.storage
    var count = 0
    var index = start
    var innerLines = 0
    while true {
      if index < end, bytes[index] == 0x22 {
        switch scanQuoted(bytes, from: index, to: end, isAtEnd: isAtEnd, lines: &innerLines) {
        case .more: return nil
        case .unclosed: return giveUp(.unclosedQuote)
        case .textBehind: return giveUp(.textAfterQuote)
        case .field(let field, let next):
          (storage + count).initialize(to: field)
          index = next
        }
      } else {
        let first = index
        index = fieldEnd(bytes, from: index, to: end)
        if index == end, !isAtEnd { return nil }
        var length = index &- first
        if index == end || bytes[index] == 0x0a, length > 0, bytes[index &- 1] == 0x0d {
          length &-= 1
        }
        (storage + count).initialize(
          to: Field(start: bytes + first, count: length, shape: .cell))
      }
      count &+= 1
      if index == end || bytes[index] == 0x0a { break }
      guard count < FieldList.limit else { return giveUp(.tooManyColumns) }
      index &+= 1
    }
    fields.count = count
    finish(start, index, lines: innerLines + 1)
    return .record
  }

  /// The next delimiter or line feed, or the end; eight bytes at a time.
  ///
  /// A byte of `x` is zero where it matches; `(x − 0x01…) & ~x & 0x80…` has its
  /// lowest set bit in the lowest zero byte.
  ///
  /// - Source: H. S. Warren, "Hacker's Delight", section 6-1.
  @inline(__always)
  private func fieldEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let delimiters = UInt64(delimiter) &* ones
    let lineFeeds = 0x0a &* ones
    var index = start
    while index &+ 8 <= end {
      let raw = UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let word = UInt64(littleEndian: raw)
      let (x, y) = (word ^ delimiters, word ^ lineFeeds)
      let hits = ((x &- ones) & ~x | (y &- ones) & ~y) & 0x8080_8080_8080_8080
      if hits != 0 { return index &+ hits.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < end, bytes[index] != delimiter, bytes[index] != 0x0a { index &+= 1 }
    return index
  }

  private enum Quoted {
    case more, unclosed, textBehind
    case field(Field, next: Int)
  }

  private func scanQuoted(
    _ bytes: UnsafePointer<UInt8>, from quote: Int, to end: Int, isAtEnd: Bool,
    lines: inout Int
  ) -> Quoted {
    var index = quote + 1
    var doubled = 0
    while true {
      while index < end, bytes[index] != 0x22 {
        if bytes[index] == 0x0a { lines += 1 }
        index &+= 1
      }
      if index == end {
        let isTooLong = end - buffer.start >= RecordBuffer.recordLimit
        return isAtEnd || isTooLong ? .unclosed : .more
      }
      if index + 1 == end, !isAtEnd { return .more }
      guard index + 1 < end, bytes[index + 1] == 0x22 else { break }
      doubled += 1
      index += 2
    }
    var next = index + 1
    if next < end, bytes[next] == 0x0d {
      if next + 1 == end {
        if !isAtEnd { return .more }
        next += 1
      } else if bytes[next + 1] == 0x0a {
        next += 1
      }
    }
    guard next == end || bytes[next] == delimiter || bytes[next] == 0x0a else {
      return .textBehind
    }
    let length = index - quote - 1
    let raw = Field(start: bytes + quote + 1, count: length, shape: .cell)
    return .field(doubled == 0 ? raw : unescaped(raw), next: next)
  }

  /// A copy of a field with each doubled quote made one.
  private func unescaped(_ field: Field) -> Field {
    let target = fields.scratch + fields.scratchCount
    var count = 0
    var index = 0
    while index < field.count {
      target[count] = field.start[index]
      count += 1
      index += field.start[index] == 0x22 ? 2 : 1
    }
    fields.scratchCount += count
    return Field(start: UnsafePointer(target), count: count, shape: .cell)
  }

  /// Gives up the first line of a broken record.
  ///
  /// - Returns: nil where that line's end has not been read yet.
  private mutating func giveUp(_ reason: RefusalReason) -> ReadResult? {
    var index = buffer.start
    while index < buffer.end, buffer.base[index] != 0x0a { index += 1 }
    guard index < buffer.end || buffer.isAtEnd else { return nil }
    fields.count = 0
    finish(buffer.start, index, lines: 1)
    return .malformed(reason, field: "", detail: nil)
  }

  private mutating func finish(_ start: Int, _ end: Int, lines: Int) {
    var length = end - start
    if length > 0, buffer.base[end - 1] == 0x0d { length -= 1 }
    record = UnsafeBufferPointer(start: buffer.base + start, count: length)
    buffer.start = min(end + 1, buffer.end)
    line = nextLine
    nextLine += lines
  }
}
