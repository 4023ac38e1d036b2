/// The saved state of a model: named arrays and a few words about them.
package struct Checkpoint: Sendable, Equatable {
  /// What the checkpoint holds, such as `recommendation`.
  package var kind: String
  /// Facts about the training, for people and for compatibility checks.
  package var metadata: [String: String]
  package var tensors: [String: Tensor]
  package var doubles: [String: [Double]]
  package var integers: [String: [Int64]]
  package var strings: [String: [String]]

  /// Creates a checkpoint without arrays.
  package init(kind: String, metadata: [String: String] = [:]) {
    self.kind = kind
    self.metadata = metadata
    tensors = [:]
    doubles = [:]
    integers = [:]
    strings = [:]
  }

  /// The tensor of a name.
  ///
  /// - Throws: `mismatch` if there is none, or its number of dimensions is not
  ///   `dimensions`.
  package func tensor(_ name: String, dimensions: Int) throws(CheckpointError) -> Tensor {
    let tensor = try entry(name, in: tensors)
    guard tensor.shape.count == dimensions else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(kind)': tensor '\(name)' has shape \(tensor.shape), needs \(dimensions) "
          + "dimensions; train the model again")
    }
    return tensor
  }

  /// The Double array of a name.
  ///
  /// - Throws: `mismatch` if there is none, or its length is not `count`.
  package func doubles(
    _ name: String, count: Int? = nil
  ) throws(CheckpointError) -> [Double] {
    try counted(entry(name, in: doubles), count, name)
  }

  /// The integer array of a name.
  ///
  /// - Throws: `mismatch` if there is none, or its length is not `count`.
  package func integers(
    _ name: String, count: Int? = nil
  ) throws(CheckpointError) -> [Int64] {
    try counted(entry(name, in: integers), count, name)
  }

  /// The string array of a name.
  ///
  /// - Throws: `mismatch` if there is none, or its length is not `count`.
  package func strings(
    _ name: String, count: Int? = nil
  ) throws(CheckpointError) -> [String] {
    try counted(entry(name, in: strings), count, name)
  }

  private func entry<Value>(
    _ name: String, in entries: [String: Value]
  ) throws(CheckpointError) -> Value {
    guard let value = entries[name] else {
      throw CheckpointError(
        .mismatch, "checkpoint '\(kind)' has no entry '\(name)'; train the model again")
    }
    return value
  }

  private func counted<Element>(
    _ array: [Element], _ count: Int?, _ name: String
  ) throws(CheckpointError) -> [Element] {
    if let count, array.count != count {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(kind)': entry '\(name)' has \(array.count) elements, needs \(count); "
          + "train the model again")
    }
    return array
  }
}
