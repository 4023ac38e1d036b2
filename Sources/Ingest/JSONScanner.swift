/// Steps through JSON in memory, strictly.
///
/// - Source: RFC 8259.
struct JSONScanner {
  private static let depthLimit = 64

  let bytes: UnsafePointer<UInt8>
  let end: Int
  private(set) var index = 0

  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    self.bytes = bytes
    end = count
  }

  var isAtEnd: Bool { index == end }

  mutating func skipBlanks() {
    while index < end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0a, 0x0d: index += 1
      default: return
      }
    }
  }

  /// Steps over one byte if it is the one wanted.
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// The next byte; zero at the end.
  var peeked: UInt8 { index < end ? bytes[index] : 0 }

  /// Reads one value.
  ///
  /// - Parameters:
  ///   - scratch: where an unescaped string goes; no longer than its source.
  ///   - used: the bytes of it that are taken.
  /// - Returns: nil where it is not JSON. A nested value is its own source text.
  mutating func value(scratch: UnsafeMutablePointer<UInt8>, used: inout Int) -> Field? {
    let first = index
    switch peeked {
    case 0x22: return string(scratch: scratch, used: &used)
    case 0x7b, 0x5b:
      guard skipNested(depth: 1) else { return nil }
      return Field(start: bytes + first, count: index - first, shape: .nested)
    case 0x74: return word("true", shape: .flag)
    case 0x66: return word("false", shape: .flag)
    case 0x6e: return word("null", shape: .absent)
    default:
      guard skipNumber() else { return nil }
      return Field(start: bytes + first, count: index - first, shape: .number)
    }
  }

  private mutating func word(_ word: StaticString, shape: Field.Shape) -> Field? {
    let first = index
    let count = word.utf8CodeUnitCount
    guard index + count <= end else { return nil }
    for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return nil }
    index += count
    return Field(start: bytes + first, count: shape == .absent ? 0 : count, shape: shape)
  }

  private mutating func skipDigits() -> Bool {
    let first = index
    while index < end, bytes[index] &- 0x30 < 10 { index += 1 }
    return index > first
  }

  private mutating func skipNumber() -> Bool {
    _ = take(0x2d)
    if !take(0x30) { guard skipDigits() else { return false } }
    if take(0x2e) { guard skipDigits() else { return false } }
    if peeked | 0x20 == 0x65 {
      index += 1
      if !take(0x2b) { _ = take(0x2d) }
      guard skipDigits() else { return false }
    }
    return true
  }

  /// Reads a string; without escapes it stays where it is.
  mutating func string(scratch: UnsafeMutablePointer<UInt8>, used: inout Int) -> Field? {
    guard take(0x22) else { return nil }
    let first = index
    while index < end, bytes[index] != 0x22, bytes[index] != 0x5c, bytes[index] >= 0x20 {
      index += 1
    }
    if peeked == 0x22 {
      index += 1
      return Field(start: bytes + first, count: index - 1 - first, shape: .string)
    }
    let target = scratch + used
    var count = index - first
    target.update(from: bytes + first, count: count)
    while index < end {
      let byte = bytes[index]
      index += 1
      if byte == 0x22 {
        used += count
        return Field(start: UnsafePointer(target), count: count, shape: .string)
      }
      if byte == 0x5c {
        guard let scalar = escape() else { return nil }
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
          target[count] = unit
          count += 1
        }
      } else {
        guard byte >= 0x20 else { return nil }
        target[count] = byte
        count += 1
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    let byte = peeked
    index += 1
    switch byte {
    case 0x22, 0x5c, 0x2f: return Unicode.Scalar(byte)
    case 0x62: return "\u{8}"
    case 0x66: return "\u{c}"
    case 0x6e: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75:
      guard let unit = hexadecimal() else { return nil }
      // No text of ours has a NUL: C strings, SQLite's tools included, end there.
      guard unit != 0 else { return nil }
      guard unit & 0xf800 == 0xd800 else { return Unicode.Scalar(unit) }
      guard unit < 0xdc00, take(0x5c), take(0x75), let low = hexadecimal(),
        low & 0xfc00 == 0xdc00
      else { return nil }
      return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
    default: return nil
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard index + 4 <= end else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }

  /// Steps over a string, checking it as ``string(scratch:used:)`` does.
  private mutating func skipString() -> Bool {
    guard take(0x22) else { return false }
    while index < end {
      let byte = bytes[index]
      index += 1
      if byte == 0x22 { return true }
      if byte == 0x5c {
        guard escape() != nil else { return false }
      } else if byte < 0x20 {
        return false
      }
    }
    return false
  }

  private mutating func skipNested(depth: Int) -> Bool {
    guard depth <= Self.depthLimit else { return false }
    let isObject = peeked == 0x7b
    let close: UInt8 = isObject ? 0x7d : 0x5d
    index += 1
    skipBlanks()
    if take(close) { return true }
    while true {
      skipBlanks()
      if isObject {
        guard skipString() else { return false }
        skipBlanks()
        guard take(0x3a) else { return false }
        skipBlanks()
      }
      guard skipValue(depth: depth) else { return false }
      skipBlanks()
      if take(close) { return true }
      guard take(0x2c) else { return false }
    }
  }

  private mutating func skipValue(depth: Int) -> Bool {
    switch peeked {
    case 0x22: skipString()
    case 0x7b, 0x5b: skipNested(depth: depth + 1)
    case 0x74: word("true", shape: .flag) != nil
    case 0x66: word("false", shape: .flag) != nil
    case 0x6e: word("null", shape: .absent) != nil
    default: skipNumber()
    }
  }

  /// The texts of an array of strings; nil where it is anything else.
  static func strings(in field: Field) -> [String]? {
    var scanner = JSONScanner(field.start, count: field.count)
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, field.count))
    defer { scratch.deallocate() }
    var texts: [String] = []
    scanner.skipBlanks()
    guard scanner.take(0x5b) else { return nil }
    scanner.skipBlanks()
    if !scanner.take(0x5d) {
      repeat {
        scanner.skipBlanks()
        var used = 0
        guard let text = scanner.string(scratch: scratch, used: &used) else { return nil }
        texts.append(text.text)
        scanner.skipBlanks()
      } while scanner.take(0x2c)
      guard scanner.take(0x5d) else { return nil }
    }
    scanner.skipBlanks()
    return scanner.isAtEnd ? texts : nil
  }
}
