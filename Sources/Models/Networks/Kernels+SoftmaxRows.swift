import Engine

extension Kernels {
  /// The probabilities that rows of logits stand for; takes a padded row from
  /// the arena.
  static func softmaxRows(
    _ logits: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, n: Int, columns: Int,
    arena: Arena
  ) {
    arena.scope {
      let row = arena.take(columns)
      for start in stride(from: 0, to: n * columns, by: columns) {
        row.update(repeating: paddingLogit, count: padded(columns))
        row.update(from: logits + start, count: columns)
        _ = softmax(row, padded(columns))
        (y + start).update(from: row, count: columns)
      }
    }
  }
}
