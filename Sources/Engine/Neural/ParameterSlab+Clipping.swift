/// Elements a thread takes at a time; their squares are summed in Float32 by
/// blocks, and the blocks in Double.
private let (chunkSize, blockSize) = (1 << 16, 1 << 11)

extension ParameterSlab {
  /// The Euclidean norm of all gradients together.
  package var gradientNorm: Double { gradientNorm(threads: 1) }

  /// Shrinks the gradients together so that their norm is at most `limit`.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Returns: the norm before. If it is not finite the training diverged: the
  ///   gradients are left alone and no step should be made from them.
  /// - Source: R. Pascanu, T. Mikolov & Y. Bengio 2013, "On the difficulty of
  ///   training recurrent neural networks", ICML, algorithm 1.
  @discardableResult
  package func clipGradients(toNorm limit: Double, threads: Int = 1) -> Double {
    precondition(limit > 0, "clipGradients: a norm of \(limit)")
    let norm = gradientNorm(threads: threads)
    guard norm.isFinite, norm > limit else { return norm }
    scaleGradients(by: Float(limit / norm), threads: threads)
    return norm
  }

  private func gradientNorm(threads: Int) -> Double {
    nonisolated(unsafe) let gradients = unsafe gradients
    let total = Parallel.sum(count: layout.denseSize, chunkSize: chunkSize, threads: threads) {
      range in
      stride(from: range.lowerBound, to: range.upperBound, by: blockSize).reduce(0) { sum, start in
        let count = min(blockSize, range.upperBound - start)
        return unsafe sum + Double(Kernels.dot(gradients + start, gradients + start, count))
      }
    }
    let tables = layout.tables.reduce(0.0) { total, table in
      let size = table.shape[1]
      return usedRows(of: table).rows.reduce(total) { sum, row in
        let start = unsafe gradients + table.offset + Int(row) * size
        return unsafe sum + Double(Kernels.dot(start, start, size))
      }
    }
    return (total + tables).squareRoot()
  }
}
