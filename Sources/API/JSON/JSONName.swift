/// The name of a member of an object that is being read.
struct JSONName {
  /// As they stand in the text, without quotes.
  let bytes: ArraySlice<UInt8>
  /// The text, where the bytes hold escapes.
  let escaped: String?

  var text: String { escaped ?? String(decoding: bytes, as: UTF8.self) }

  /// Whether this is a name in ASCII.
  func matches(_ name: StaticString) -> Bool {
    if let escaped { return escaped == name.description }
    return name.utf8CodeUnitCount == bytes.count
      && name.withUTF8Buffer { bytes.elementsEqual($0) }
  }
}
