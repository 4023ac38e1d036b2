import Service

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
    bytes.append(json: text)
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
    guard number.isFinite else { return hasInvalidNumber = true }
    bytes.append(json: number)
  }

  private mutating func begin(_ name: StaticString) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }
}
