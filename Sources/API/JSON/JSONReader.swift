/// Steps through one JSON text, refusing what the limits of this API forbid: deep nesting,
/// long strings, arrays and numbers, names given twice, numbers beyond a double, bytes
/// that are not UTF-8 and half surrogate pairs.
///
/// The decoder of FoundationEssentials takes 512 levels, the last of two equal names and
/// UTF-16; this stands before it, and hot bodies are read with it alone.
///
/// - Source: RFC 8259; RFC 7493, "The I-JSON Message Format".
struct JSONReader {
  static let deepest = 32
  /// In bytes.
  static let longestString = 65_536
  /// Elements of an array, or members of an object.
  static let mostElements = 10_000
  /// In characters.
  static let longestNumber = 32

  /// The whole text, and the next byte of it; ``end`` where none is left.
  let bytes: ArraySlice<UInt8>
  var index: Int
  let end: Int
  private var depth = 0

  /// - Throws: `invalid_utf8`.
  init(_ bytes: ArraySlice<UInt8>) throws(JSONFailure) {
    self.bytes = bytes
    index = bytes.startIndex
    end = bytes.endIndex
    guard Self.isUTF8(bytes) else {
      throw JSONFailure("invalid_utf8", "has bytes that are not UTF-8")
    }
  }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      var bits: UInt8 = 0
      for byte in buffer { bits |= byte }
      return bits < 0x80 || String(validating: buffer, as: UTF8.self) != nil
    }
  }

  /// Checks that the bytes are one JSON value and nothing else.
  static func check(_ bytes: ArraySlice<UInt8>) throws(JSONFailure) {
    var reader = try JSONReader(bytes)
    try reader.skipValue()
    try reader.finish()
  }

  /// Checks that nothing follows but blanks.
  mutating func finish() throws(JSONFailure) {
    skipBlanks()
    guard index == end else { throw invalid("something follows the JSON value") }
  }

  // MARK: - Values

  /// The first byte of the next value; zero at the end.
  mutating func peek() -> UInt8 {
    skipBlanks()
    return index < end ? bytes[index] : 0
  }

  /// Steps over `null`, where that is the next value.
  mutating func takeNull() throws(JSONFailure) -> Bool {
    guard peek() == UInt8(ascii: "n") else { return false }
    try word("null")
    return true
  }

  /// Reads a string.
  mutating func string() throws(JSONFailure) -> String {
    guard peek() == Self.quote else { throw try wrongType("a string") }
    let (range, isPlain) = try stringRange()
    return isPlain ? String(decoding: bytes[range], as: UTF8.self) : unescaped(range)
  }

  /// Reads a number.
  mutating func number() throws(JSONFailure) -> Double {
    let first = peek()
    guard first == UInt8(ascii: "-") || Self.isDigit(first) else {
      throw try wrongType("a number")
    }
    return try takeNumber()
  }

  /// Calls a closure with each element of an array; it must step over the element.
  mutating func array(
    _ element: (inout JSONReader, _ index: Int) throws(JSONFailure) -> Void
  ) throws(JSONFailure) {
    guard peek() == UInt8(ascii: "[") else { throw try wrongType("an array") }
    try enter()
    defer { depth -= 1 }
    guard !take(UInt8(ascii: "]")) else { return }
    var count = 0
    repeat {
      guard count < Self.mostElements else {
        throw JSONFailure("too_many_items", "has more than \(Self.mostElements) elements")
      }
      do throws(JSONFailure) {
        try element(&self, count)
      } catch {
        throw error.inside(String(count))
      }
      count += 1
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw invalid("an array must go on with , or ]") }
  }

  /// Calls a closure with the name of each member of an object, as its bytes without quotes
  /// and whether they hold no escapes; the closure must step over the value.
  mutating func object(
    _ member: (inout JSONReader, JSONName) throws(JSONFailure) -> Void
  ) throws(JSONFailure) {
    guard peek() == UInt8(ascii: "{") else { throw try wrongType("an object") }
    try enter()
    defer { depth -= 1 }
    guard !take(UInt8(ascii: "}")) else { return }
    var count = 0
    repeat {
      guard count < Self.mostElements else {
        throw JSONFailure("too_many_items", "has more than \(Self.mostElements) members")
      }
      guard peek() == Self.quote else { throw invalid("an object's name must be a string") }
      let (range, isPlain) = try stringRange()
      guard take(UInt8(ascii: ":")) else { throw invalid("a name must be followed by :") }
      let name = JSONName(
        bytes: bytes[range], escaped: isPlain ? nil : unescaped(range))
      do throws(JSONFailure) {
        try member(&self, name)
      } catch {
        throw error.inside(name.text)
      }
      count += 1
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw invalid("an object must go on with , or }") }
  }

  /// Steps over any value.
  mutating func skipValue() throws(JSONFailure) {
    switch peek() {
    case Self.quote: _ = try stringRange()
    case UInt8(ascii: "{"):
      var names: Set<String> = []
      try object { reader, name throws(JSONFailure) in
        // The decoder holds two spellings of one accented letter for one name.
        guard names.insert(name.text).inserted else {
          throw JSONFailure("duplicate_field", "is there twice")
        }
        try reader.skipValue()
      }
    case UInt8(ascii: "["):
      try array { reader, _ throws(JSONFailure) in try reader.skipValue() }
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try takeNumber()
    }
  }

  // MARK: - Pieces

  static let quote = UInt8(ascii: "\"")

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func skipBlanks() {
    while index < end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0a, 0x0d: index += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard index < end, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func enter() throws(JSONFailure) {
    index += 1
    depth += 1
    guard depth <= Self.deepest else {
      throw JSONFailure("json_too_deep", "is nested deeper than \(Self.deepest) levels")
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONFailure) {
    let count = word.utf8CodeUnitCount
    let isThere =
      index + count <= end
      && word.withUTF8Buffer { buffer in
        bytes[index..<(index + count)].elementsEqual(buffer)
      }
    guard isThere else { throw invalid("no JSON value begins so") }
    index += count
  }

  /// A value of another type, where it is JSON at all.
  private mutating func wrongType(_ wanted: String) throws(JSONFailure) -> JSONFailure {
    try skipValue()
    return .wrongType(wanted)
  }

  /// A failure at the byte that is next.
  func invalid(_ reason: String) -> JSONFailure {
    JSONFailure(
      "invalid_json",
      index < end
        ? "is not valid JSON: \(reason) (byte \(index - bytes.startIndex + 1))"
        : "is not valid JSON: it ends too soon")
  }
}
