import Engine

extension CandidateModel {
  /// About the memory it holds: that of its stored form.
  var byteCount: Int {
    var checkpoint = Checkpoint(kind: "size")
    save(to: &checkpoint)
    return checkpoint.tensors.values.reduce(0) { $0 + 4 * $1.count }
      + checkpoint.integers.values.reduce(0) { $0 + 8 * $1.count }
      + checkpoint.doubles.values.reduce(0) { $0 + 8 * $1.count }
  }
}
