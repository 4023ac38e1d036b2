/// Appends the parts of a checkpoint, little-endian.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(bytes more: [UInt8]) { bytes.append(contentsOf: more) }

  mutating func append(_ value: some FixedWidthInteger) {
    var value = value.littleEndian
    unsafe withUnsafeBytes(of: &value) { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func append(_ numbers: [Float]) {
    let patterns = numbers.map { $0.bitPattern.littleEndian }
    unsafe patterns.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) {
    append(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a table by ascending name.
  mutating func append<Value>(
    _ table: [String: Value], _ appendValue: (inout ByteWriter, Value) -> Void
  ) {
    append(UInt64(table.count))
    for (name, value) in table.sorted(by: { $0.key < $1.key }) {
      append(name)
      appendValue(&self, value)
    }
  }
}
