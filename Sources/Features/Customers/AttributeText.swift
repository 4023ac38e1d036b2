import Domain

/// Reads numbers and dates that an attribute holds as text.
enum AttributeText {
  /// Spellings of "not known" in a column of numbers or dates.
  private static let missing: Set<String> = ["", "na", "n/a", "nan", "null", "none", "-", "?"]

  /// Whether a text says that a number or date is not known.
  static func isMissing(_ text: String) -> Bool {
    text.utf8.count <= 8 && missing.contains(trimmed(text).lowercased())
  }

  /// Nil for what is no finite decimal number.
  static func number(_ text: String) -> Double? {
    let text = trimmed(text)
    let isDecimal = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains(byte)
    }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  /// Reads `2024-03-01`, `2024-03-01 10:00`, `2024-03-01T10:00:00.5+01:00` and what
  /// lies between; a time without an offset is UTC.
  ///
  /// - Source: RFC 3339, section 5.6, and ISO 8601 for the shorter forms.
  static func date(_ text: String) -> Timestamp? {
    var reader = DigitReader(trimmed(text))
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      (1...12).contains(month), reader.skip("-"), let day = reader.number(2), day > 0
    else { return nil }
    var (hour, minute, second, offset) = (0, 0, 0, 0)
    if reader.skip("T") || reader.skip("t") || reader.skip(" ") {
      guard let readHour = reader.number(2), readHour < 24, reader.skip(":"),
        let readMinute = reader.number(2), readMinute < 60
      else { return nil }
      (hour, minute) = (readHour, readMinute)
      if reader.skip(":") {
        guard let read = reader.number(2), read < 61 else { return nil }
        second = min(read, 59)
        if reader.skip(".") {
          guard reader.number(1) != nil else { return nil }
          while reader.number(1) != nil {}
        }
      }
      guard let read = reader.offset() else { return nil }
      offset = read
    }
    let time = Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    // A day that the month does not have comes out as another.
    guard reader.isAtEnd, time.civil.month == month, time.civil.day == day else { return nil }
    return Timestamp(seconds: time.seconds - Int64(offset))
  }

  private static func trimmed(_ text: String) -> String {
    var part = text[...]
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return String(part)
  }
}

/// A text read from left to right.
private struct DigitReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { place == bytes.count }

  /// A number of exactly so many digits; nil, and nothing read, if they are not there.
  mutating func number(_ digits: Int) -> Int? {
    guard place + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[place..<(place + digits)] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    place += digits
    return value
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// Seconds east of Greenwich; zero where none are given.
  mutating func offset() -> Int? {
    if isAtEnd || skip("Z") || skip("z") { return 0 }
    let isWest = skip("-")
    guard isWest || skip("+"), let hours = number(2), hours < 24 else { return nil }
    _ = skip(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return (isWest ? -60 : 60) * (hours * 60 + minutes)
  }
}
