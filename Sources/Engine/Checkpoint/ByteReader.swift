/// Takes the parts of a checkpoint off its bytes.
///
/// Every count is compared with the bytes left before anything is allocated, so
/// hostile counts neither overflow nor exhaust memory.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func readUInt64() throws(CheckpointError) -> UInt64 {
    let bytes = try take(8)
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
  }

  /// As many numbers of 64 bits as are stated before them.
  mutating func readUInt64s() throws(CheckpointError) -> [UInt64] {
    let count = try readCount(elementSize: 8)
    let bytes = try take(count * 8)
    return unsafe bytes.withUnsafeBytes { source in
      (0..<count).map {
        unsafe UInt64(
          littleEndian: source.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
    }
  }

  mutating func readString() throws(CheckpointError) -> String {
    let bytes = try take(readCount(elementSize: 1))
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CheckpointError(.corrupt, "the checkpoint holds a name or text that is not UTF-8")
    }
    return text
  }

  mutating func readTensor() throws(CheckpointError) -> Tensor {
    let dimensions = try readCount(elementSize: 8)
    var shape: [Int] = []
    // Zero sizes must not let the others overflow the product.
    var span = 1
    for _ in 0..<dimensions {
      let size = try readUInt64()
      guard let size = Int(exactly: size) else { throw tooLarge() }
      let product = span.multipliedReportingOverflow(by: max(size, 1))
      guard !product.overflow else { throw tooLarge() }
      span = product.partialValue
      shape.append(size)
    }
    let count = shape.contains(0) ? 0 : span
    guard count <= rest.count / 4 else { throw tooLarge() }
    let bytes = try take(count * 4)
    let values = unsafe bytes.withUnsafeBytes { source in
      (0..<count).map {
        unsafe Float(
          bitPattern: UInt32(
            littleEndian: source.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
    return Tensor(shape: shape, values: values)
  }

  mutating func readArray<Element>(
    elementSize: Int, _ read: (inout ByteReader) throws(CheckpointError) -> Element
  ) throws(CheckpointError) -> [Element] {
    let count = try readCount(elementSize: elementSize)
    var array: [Element] = []
    array.reserveCapacity(count)
    for _ in 0..<count { array.append(try read(&self)) }
    return array
  }

  mutating func readTable<Value>(
    _ read: (inout ByteReader) throws(CheckpointError) -> Value
  ) throws(CheckpointError) -> [String: Value] {
    let count = try readCount(elementSize: 8)
    var table: [String: Value] = [:]
    for _ in 0..<count {
      let name = try readString()
      guard table.updateValue(try read(&self), forKey: name) == nil else {
        throw CheckpointError(.corrupt, "the checkpoint names '\(name)' twice")
      }
    }
    return table
  }

  /// A count of elements that take at least `elementSize` bytes each.
  private mutating func readCount(elementSize: Int) throws(CheckpointError) -> Int {
    guard let count = Int(exactly: try readUInt64()), count <= rest.count / elementSize else {
      throw tooLarge()
    }
    return count
  }

  private mutating func take(_ count: Int) throws(CheckpointError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw tooLarge() }
    let taken = rest.prefix(count)
    rest = rest.dropFirst(count)
    return taken
  }

  private func tooLarge() -> CheckpointError {
    CheckpointError(
      .corrupt, "the checkpoint states a size larger than the \(rest.count) bytes it has left")
  }
}
