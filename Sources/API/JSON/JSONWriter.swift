/// Appends JSON to bytes: for the one answer that is asked for so often that the encoder's
/// time counts; all others go through `JSONText`.
///
/// A list of ten products takes a tenth of the encoder's time, which would be more than all
/// else that a request costs.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Whether a number came that JSON cannot say.
  private(set) var hasInvalidNumber = false
  /// Whether the next member is the first of its object.
  private var isFirst = true

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Writes an object; its members are what the closure adds.
  mutating func object(_ members: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// Writes a member that is an array of objects.
  mutating func member<Element>(
    _ name: StaticString, _ elements: [Element]?, _ members: (inout JSONWriter, Element) -> Void
  ) {
    guard let elements else { return }
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      object { members(&$0, element) }
    }
    bytes.append(UInt8(ascii: "]"))
    isFirst = false
  }

  mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    begin(name)
    string(text)
  }

  mutating func member(_ name: StaticString, _ number: Int?) {
    guard let number else { return }
    begin(name)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// A number in the fewest digits that read as the same double.
  mutating func member(_ name: StaticString, _ number: Double?) {
    guard let number else { return }
    begin(name)
    if !number.isFinite { hasInvalidNumber = true }
    let text = number.description
    bytes.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
  }

  private mutating func begin(_ name: StaticString) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for byte in text.utf8 { append(escaping: byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case 0x22: bytes.append(contentsOf: #"\""#.utf8)
    case 0x5c: bytes.append(contentsOf: #"\\"#.utf8)
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0x0a: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0c: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0d: bytes.append(contentsOf: #"\r"#.utf8)
    case 0x00..<0x20:
      bytes.append(contentsOf: (byte < 16 ? #"\u000"# : #"\u00"#).utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
}
