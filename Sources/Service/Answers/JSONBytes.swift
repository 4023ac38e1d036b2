/// The pieces of JSON that are written by hand, where the encoder's time would count; they
/// are byte for byte what `JSONText` makes.
///
/// - Source: RFC 8259, sections 6 and 7.
extension [UInt8] {
  /// Appends a text in quotes.
  package mutating func append(json text: String) {
    append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }) {
      append(contentsOf: text.utf8)
    } else {
      for byte in text.utf8 { append(escaping: byte) }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a number in the fewest digits that read as the same double.
  ///
  /// - Precondition: it is finite; JSON has no other.
  package mutating func append(json number: Double) {
    precondition(number.isFinite, "JSON cannot say \(number)")
    let text = number.description
    append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case 0x22: append(contentsOf: #"\""#.utf8)
    case 0x5c: append(contentsOf: #"\\"#.utf8)
    case 0x08: append(contentsOf: #"\b"#.utf8)
    case 0x09: append(contentsOf: #"\t"#.utf8)
    case 0x0a: append(contentsOf: #"\n"#.utf8)
    case 0x0c: append(contentsOf: #"\f"#.utf8)
    case 0x0d: append(contentsOf: #"\r"#.utf8)
    case 0x00..<0x20:
      append(contentsOf: (byte < 16 ? #"\u000"# : #"\u00"#).utf8)
      append(contentsOf: String(byte, radix: 16).utf8)
    default: append(byte)
    }
  }
}
