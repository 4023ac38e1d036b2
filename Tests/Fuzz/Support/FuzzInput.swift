/// The bytes of one input, taken from the front; zeros once there are none left.
package struct FuzzInput {
  package private(set) var rest: ArraySlice<UInt8>

  package init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(Array(bytes)) }

  package var isEmpty: Bool { rest.isEmpty }

  package mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A little-endian number of so many bytes.
  package mutating func number(bytes: Int) -> Int {
    (0..<bytes).reduce(0) { $0 | Int(byte()) << (8 * $1) }
  }

  /// One of several, chosen by a byte.
  package mutating func choice<Value>(of values: [Value]) -> Value {
    values[Int(byte()) % values.count]
  }

  /// Up to so many bytes.
  package mutating func bytes(_ count: Int) -> [UInt8] {
    let taken = rest.prefix(count)
    rest = rest.dropFirst(count)
    return Array(taken)
  }
}
