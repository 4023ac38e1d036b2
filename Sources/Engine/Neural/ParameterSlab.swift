/// The parameters of a model, their gradients and the moments of its
/// optimiser, each in one piece of memory of the same layout.
///
/// An update is one loop over contiguous memory, and nothing is allocated
/// while training. One thread at a time uses a slab.
@safe
package final class ParameterSlab {
  package let layout: ParameterLayout
  /// The updates made so far, which Adam corrects its moments by.
  package internal(set) var stepCount = 0
  private let valueStorage: TensorStorage
  /// Allocated at its first use: a slab that is only read needs none.
  private lazy var gradientStorage = TensorStorage(zeros: layout.size)
  private let momentStorage: [TensorStorage]
  /// One for each table.
  private let used: [UsedRows]

  /// Creates a slab of zeros.
  ///
  /// - Parameters:
  ///   - layout: the parameters.
  ///   - momentCount: running averages kept for each element; what the
  ///     optimiser of the model needs.
  package init(_ layout: ParameterLayout, momentCount: Int = 0) {
    precondition(momentCount >= 0, "parameter slab: \(momentCount) moments")
    self.layout = layout
    valueStorage = TensorStorage(zeros: layout.size)
    momentStorage = (0..<momentCount).map { _ in TensorStorage(zeros: layout.size) }
    used = layout.tables.map { UsedRows(count: $0.shape[0]) }
  }

  /// Creates a slab with the values of another, in the same memory, and
  /// gradients of its own: for a thread that works on a shard of a batch.
  ///
  /// While threads work on shards nobody writes to the values.
  package init(shardOf slab: ParameterSlab) {
    layout = slab.layout
    valueStorage = slab.valueStorage
    momentStorage = []
    used = slab.layout.tables.map { UsedRows(count: $0.shape[0]) }
  }

  package var momentCount: Int { momentStorage.count }

  /// The first element of the parameters, 64-byte aligned, valid as long as the
  /// slab is.
  package var values: UnsafeMutablePointer<Float> { unsafe valueStorage.base }

  /// The first element of the gradients, laid out as the parameters are.
  package var gradients: UnsafeMutablePointer<Float> { unsafe gradientStorage.base }

  /// The first element of a moment of the optimiser.
  package func moment(_ index: Int) -> UnsafeMutablePointer<Float> {
    precondition(
      index >= 0 && index < momentCount, "moment \(index) of a slab that keeps \(momentCount)")
    return unsafe momentStorage[index].base
  }

  /// A copy of the values of a parameter.
  package func tensor(_ parameter: Parameter) -> Tensor {
    copy(parameter, of: valueStorage)
  }

  /// A copy of the gradient of a parameter.
  package func gradient(_ parameter: Parameter) -> Tensor {
    copy(parameter, of: gradientStorage)
  }

  /// A copy of a moment of a parameter.
  package func moment(_ index: Int, _ parameter: Parameter) -> Tensor {
    precondition(
      index >= 0 && index < momentCount, "moment \(index) of a slab that keeps \(momentCount)")
    return copy(parameter, of: momentStorage[index])
  }

  /// Replaces the values of a parameter.
  package func set(_ parameter: Parameter, _ values: [Float]) {
    replace(parameter, in: valueStorage, values)
  }

  /// Replaces the gradient of a parameter.
  package func setGradient(_ parameter: Parameter, _ values: [Float]) {
    replace(parameter, in: gradientStorage, values)
  }

  func setMoment(_ index: Int, _ parameter: Parameter, _ values: [Float]) {
    replace(parameter, in: momentStorage[index], values)
  }

  /// Sets every element of a parameter to the same value.
  package func fill(_ parameter: Parameter, with value: Float) {
    unsafe place(of: parameter, in: valueStorage).update(repeating: value, count: parameter.count)
  }

  /// Draws the values of a parameter from the normal distribution of mean 0.
  package func fill(
    _ parameter: Parameter, deviation: Double, using generator: inout some RandomNumberGenerator
  ) {
    let place = unsafe place(of: parameter, in: valueStorage)
    for index in 0..<parameter.count {
      unsafe place[index] = Float(deviation * generator.normal())
    }
  }

  /// Forgets the gradients, before the first layer adds to them.
  package func clearGradients() {
    unsafe gradients.update(repeating: 0, count: layout.denseSize)
    clearTableGradients()
  }

  /// Forgets the gradients of the rows of tables that were used.
  func clearTableGradients() {
    for (table, used) in zip(layout.tables, used) {
      for row in used.rows {
        unsafe (gradients + table.offset + Int(row) * table.shape[1])
          .update(repeating: 0, count: table.shape[1])
      }
      used.removeAll()
    }
  }

  /// The rows of a table that its gradient was added to.
  func usedRows(of table: Parameter) -> UsedRows {
    guard let index = layout.tables.firstIndex(of: table) else {
      preconditionFailure("parameter '\(table.name)' is no table of this layout")
    }
    return used[index - layout.tables.startIndex]
  }

  private func place(
    of parameter: Parameter, in storage: TensorStorage
  ) -> UnsafeMutablePointer<Float> {
    precondition(
      parameter.offset + parameter.count <= storage.count,
      "parameter '\(parameter.name)' \(parameter.shape) is of another layout")
    return unsafe storage.base + parameter.offset
  }

  private func copy(_ parameter: Parameter, of storage: TensorStorage) -> Tensor {
    let source = unsafe UnsafeBufferPointer(
      start: place(of: parameter, in: storage), count: parameter.count)
    return unsafe Tensor(shape: parameter.shape, values: Array(source))
  }

  private func replace(_ parameter: Parameter, in storage: TensorStorage, _ values: [Float]) {
    precondition(
      values.count == parameter.count,
      "parameter '\(parameter.name)' \(parameter.shape): got \(values.count) values")
    let place = unsafe place(of: parameter, in: storage)
    for index in values.indices { unsafe place[index] = values[index] }
  }
}
