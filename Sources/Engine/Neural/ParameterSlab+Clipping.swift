import CKernels

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
    let factor = Float(limit / norm)
    nonisolated(unsafe) let gradients = unsafe gradients
    Parallel.forEachChunk(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      unsafe Kernels.native.pointee.rows.scale_and_shift(
        gradients + range.lowerBound, factor, 0, range.count)
    }
    return norm
  }

  private func gradientNorm(threads: Int) -> Double {
    nonisolated(unsafe) let gradients = unsafe gradients
    let total = Parallel.sum(count: layout.size, chunkSize: chunkSize, threads: threads) { range in
      stride(from: range.lowerBound, to: range.upperBound, by: blockSize).reduce(0) { sum, start in
        let count = min(blockSize, range.upperBound - start)
        return unsafe sum + Double(Kernels.dot(gradients + start, gradients + start, count))
      }
    }
    return total.squareRoot()
  }
}
