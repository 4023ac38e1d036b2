/// Reads JSON lines: one object a line, its keys being the columns.
struct JSONLinesReader: RecordReader {
  static let hasHeader = false

  private(set) var columns: [String] = []
  let fields = FieldList()
  private(set) var line = 0
  private(set) var record = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  private let buffer: RecordBuffer
  private let name: String
  private var nextLine = 1
  private var columnOfKey: [String: Int] = [:]

  init(_ buffer: RecordBuffer, name: String) {
    self.buffer = buffer
    self.name = name
  }

  mutating func next() throws(ImportError) -> ReadResult {
    while try takeLine() {
      guard record.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      guard isASCII || String(validating: record, as: UTF8.self) != nil else {
        return .malformed(.invalidUTF8, field: "", detail: nil)
      }
      return try readObject()
    }
    return .end
  }

  private var isASCII: Bool { record.allSatisfy { $0 < 0x80 } }

  /// Makes the next line the record; false at the end.
  private mutating func takeLine() throws(ImportError) -> Bool {
    var index = buffer.start
    while true {
      while index < buffer.end, buffer.base[index] != 0x0a { index &+= 1 }
      if index < buffer.end || buffer.isAtEnd { break }
      let scanned = index - buffer.start
      try buffer.refill(line: nextLine)
      index = buffer.start + scanned
    }
    guard buffer.start < buffer.end else { return false }
    var length = index - buffer.start
    if length > 0, buffer.base[index - 1] == 0x0d { length -= 1 }
    record = UnsafeBufferPointer(start: buffer.base + buffer.start, count: length)
    buffer.start = min(index + 1, buffer.end)
    line = nextLine
    nextLine += 1
    return true
  }

  private mutating func readObject() throws(ImportError) -> ReadResult {
    guard let base = record.baseAddress else { return .end }
    var scanner = JSONScanner(base, count: record.count)
    scanner.skipBlanks()
    fields.clear(columns: columns.count)
    guard scanner.take(0x7b) else {
      if line == 1, scanner.peeked == 0x5b {
        throw ImportError(
          .badHeader,
          "\(name) is one JSON array, not an object a line.",
          hint: "Convert it: jq -c '.[]' \(buffer.file) > lines.jsonl", line: 1)
      }
      return .malformed(.notAnObject, field: "", detail: nil)
    }
    scanner.skipBlanks()
    guard line > 1 || !scanner.isAtEnd else {
      throw ImportError(
        .badHeader,
        "\(name) begins with an object over several lines, not an object a line.",
        hint: "Convert it: jq -c . \(buffer.file) > lines.jsonl", line: 1)
    }
    if !scanner.take(0x7d) {
      var position = 0
      repeat {
        if let problem = try readMember(&scanner, position: position) { return problem }
        position += 1
      } while scanner.take(0x2c)
      guard scanner.take(0x7d) else { return broken(scanner, "") }
    }
    scanner.skipBlanks()
    return scanner.isAtEnd ? .record : broken(scanner, "")
  }

  private mutating func readMember(
    _ scanner: inout JSONScanner, position: Int
  ) throws(ImportError) -> ReadResult? {
    scanner.skipBlanks()
    guard let key = scanner.string(scratch: fields.scratch, used: &fields.scratchCount) else {
      return broken(scanner, "")
    }
    let keyText = key.text
    scanner.skipBlanks()
    guard scanner.take(0x3a) else { return broken(scanner, keyText) }
    scanner.skipBlanks()
    guard let value = scanner.value(scratch: fields.scratch, used: &fields.scratchCount) else {
      return broken(scanner, keyText)
    }
    scanner.skipBlanks()
    let column = try column(of: keyText, position: position)
    // A null has no bytes, which tells it from a key that has not come yet.
    guard fields[column].start == UnsafePointer(fields.scratch), fields[column].shape == .absent
    else { return .malformed(.duplicateKey, field: keyText, detail: nil) }
    fields.storage[column] = value
    return nil
  }

  /// The column of a key; a new one where the key is new.
  private mutating func column(of key: String, position: Int) throws(ImportError) -> Int {
    if position < columns.count, columns[position] == key { return position }
    if let column = columnOfKey[key] { return column }
    guard columns.count < FieldList.limit else {
      throw ImportError(
        .badHeader,
        "Up to line \(line) \(name) has more than \(FieldList.limit) different keys.",
        hint: "Is each line an object with the same keys?", line: line)
    }
    columns.append(key)
    columnOfKey[key] = columns.count - 1
    (fields.storage + columns.count - 1).initialize(
      to: Field(start: UnsafePointer(fields.scratch), count: 0, shape: .absent))
    fields.count = columns.count
    return columns.count - 1
  }

  private func broken(_ scanner: JSONScanner, _ field: String) -> ReadResult {
    .malformed(.invalidJSON, field: field, detail: "at byte \(scanner.index + 1)")
  }
}
