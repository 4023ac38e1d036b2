/// A dense array of Float32 numbers, row-major, with value semantics.
///
/// Copies share memory until one of them is written to.
package struct Tensor: Sendable {
  /// The size of each dimension, outermost first.
  package let shape: [Int]
  private var storage: TensorStorage

  /// Creates a tensor of zeros.
  package init(zeros shape: [Int]) {
    let count = Self.count(of: shape)
    self.shape = shape
    storage = TensorStorage(zeros: count)
  }

  /// Creates a tensor from its elements in row-major order.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  package init(shape: [Int], values: [Float]) {
    let count = Self.count(of: shape)
    precondition(
      values.count == count, "tensor \(shape): needs \(count) values, got \(values.count)")
    self.shape = shape
    storage = unsafe values.withUnsafeBufferPointer { unsafe TensorStorage(copying: $0) }
  }

  /// Creates a matrix from its rows.
  ///
  /// - Precondition: every row has `columns` elements.
  package init(rows: [[Float]], columns: Int) {
    for row in rows {
      precondition(row.count == columns, "tensor: a row of \(row.count), not \(columns) columns")
    }
    self.init(shape: [rows.count, columns], values: rows.flatMap(\.self))
  }

  /// The number of elements.
  package var count: Int { storage.count }

  /// The number of rows of a matrix.
  ///
  /// - Precondition: the tensor has two dimensions.
  package var rows: Int {
    precondition(shape.count == 2, "rows: tensor \(shape) is no matrix")
    return shape[0]
  }

  /// The number of columns of a matrix.
  ///
  /// - Precondition: the tensor has two dimensions.
  package var columns: Int {
    precondition(shape.count == 2, "columns: tensor \(shape) is no matrix")
    return shape[1]
  }

  /// The elements in row-major order.
  package var values: [Float] { unsafe Array(storage.buffer) }

  /// Whether every element is a finite number.
  package var isFinite: Bool { unsafe storage.buffer.allSatisfy(\.isFinite) }

  /// The element in row `i` and column `j` of a matrix.
  package subscript(i: Int, j: Int) -> Float {
    get { unsafe storage.base[offset(i, j)] }
    set {
      let offset = offset(i, j)
      makeUnique()
      unsafe storage.base[offset] = newValue
    }
  }

  /// A copy of row `i` of a matrix.
  package func row(_ i: Int) -> [Float] {
    precondition(i >= 0 && i < rows, "row \(i) of tensor \(shape)")
    return unsafe Array(storage.buffer[i * columns..<(i + 1) * columns])
  }

  /// Calls `body` with the elements in row-major order, 64-byte aligned.
  ///
  /// The pointer is valid during the call only.
  package func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe body(UnsafeBufferPointer(storage.buffer))
  }

  /// Calls `body` with the elements in row-major order, for writing.
  ///
  /// The pointer is valid during the call only.
  package mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try unsafe body(storage.buffer)
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) {
      storage = unsafe TensorStorage(copying: UnsafeBufferPointer(storage.buffer))
    }
  }

  private func offset(_ i: Int, _ j: Int) -> Int {
    precondition(
      shape.count == 2 && i >= 0 && i < shape[0] && j >= 0 && j < shape[1],
      "element (\(i), \(j)) of tensor \(shape)")
    return i * shape[1] + j
  }

  private static func count(of shape: [Int]) -> Int {
    precondition(shape.allSatisfy { $0 >= 0 }, "tensor: negative size in \(shape)")
    return shape.reduce(1, *)
  }
}

extension Tensor: Equatable {
  /// Whether shapes and elements are equal, by Float's `==`.
  package static func == (lhs: Tensor, rhs: Tensor) -> Bool {
    guard lhs.shape == rhs.shape else { return false }
    return unsafe lhs.storage.buffer.elementsEqual(rhs.storage.buffer)
  }
}
