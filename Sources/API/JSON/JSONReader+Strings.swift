/// Strings and their escapes.
extension JSONReader {
  /// Steps over a string.
  ///
  /// - Returns: its bytes without the quotes, and whether none is escaped.
  mutating func stringRange() throws(JSONFailure) -> (Range<Int>, isPlain: Bool) {
    index += 1
    let first = index
    var isPlain = true
    while index < end {
      let byte = bytes[index]
      if byte == Self.quote {
        guard index - first <= Self.longestString else {
          throw JSONFailure(
            "string_too_long", "has a text longer than \(Self.longestString) bytes")
        }
        index += 1
        return (first..<(index - 1), isPlain)
      }
      guard byte >= 0x20 else { throw invalid("a control character in a string") }
      index += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      isPlain = false
      _ = try escape()
    }
    throw invalid("a string without end")
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(JSONFailure) -> Unicode.Scalar {
    let byte = index < end ? bytes[index] : 0
    index += 1
    switch byte {
    case 0x22, 0x5c, 0x2f: return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      guard unit & 0xf800 == 0xd800 else { return Unicode.Scalar(unit) ?? "\u{fffd}" }
      guard unit < 0xdc00, index + 2 <= end, bytes[index] == 0x5c, bytes[index + 1] == 0x75 else {
        throw invalid("half of a surrogate pair")
      }
      index += 2
      let low = try hexadecimal()
      guard low & 0xfc00 == 0xdc00 else { throw invalid("half of a surrogate pair") }
      return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)) ?? "\u{fffd}"
    default: throw invalid("an unknown escape in a string")
    }
  }

  private mutating func hexadecimal() throws(JSONFailure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = index < end ? bytes[index] : 0
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: throw invalid("\\u must be followed by four hexadecimal digits")
      }
      index += 1
    }
    return value
  }

  /// The text of a range that was stepped over before.
  func unescaped(_ range: Range<Int>) -> String {
    var reader = self
    reader.index = range.lowerBound
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    while reader.index < range.upperBound {
      let byte = bytes[reader.index]
      reader.index += 1
      if byte == UInt8(ascii: "\\"), let scalar = try? reader.escape() {
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
