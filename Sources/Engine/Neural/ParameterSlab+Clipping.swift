extension ParameterSlab {
  /// The Euclidean norm of all gradients together.
  package var gradientNorm: Double {
    let gradients = unsafe gradients
    var total = 0.0
    // Sums of a block in Float32, between blocks in Double.
    for start in stride(from: 0, to: layout.size, by: 2048) {
      var sums = Lanes.zero
      for i in stride(from: start, to: min(start + 2048, layout.size), by: 16) {
        let g = unsafe Kernels.load(gradients + i)
        sums += g * g
      }
      total += Double(sums.sum())
    }
    return total.squareRoot()
  }

  /// Shrinks the gradients together so that their norm is at most `limit`.
  ///
  /// - Returns: the norm before. If it is not finite the training diverged: the
  ///   gradients are left alone and no step should be made from them.
  /// - Source: R. Pascanu, T. Mikolov & Y. Bengio 2013, "On the difficulty of
  ///   training recurrent neural networks", ICML, algorithm 1.
  @discardableResult
  package func clipGradients(toNorm limit: Double) -> Double {
    precondition(limit > 0, "clipGradients: a norm of \(limit)")
    let norm = gradientNorm
    guard norm.isFinite, norm > limit else { return norm }
    let factor = Float(limit / norm)
    let gradients = unsafe gradients
    for i in stride(from: 0, to: layout.size, by: 16) {
      unsafe Kernels.store(factor * Kernels.load(gradients + i), gradients + i)
    }
    return norm
  }
}
