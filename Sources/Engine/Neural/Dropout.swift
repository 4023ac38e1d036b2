import CKernels

// Shapes: x, y, dy, dx: any, of the same count.

/// Elements set to zero at random while training, the others scaled up so that
/// the expectation stays.
///
/// What is dropped follows from seed and position alone: the backward pass
/// draws it again instead of storing it, and threads do not change it.
///
/// - Source: N. Srivastava et al. 2014, "Dropout", JMLR 15.
package struct Dropout: Sendable, Hashable {
  /// The share of elements dropped.
  package let rate: Float

  package init(rate: Float) {
    precondition(rate >= 0 && rate < 1, "dropout: a rate of \(rate)")
    self.rate = rate
  }

  /// y ← x·mask / (1 − rate), plus `residual` unless that is nil; all may be the
  /// same memory.
  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int, seed: UInt64,
    adding residual: UnsafePointer<Float>? = nil
  ) {
    var generator = SplitMix64(seed: seed)
    unsafe Kernels.native.pointee.activations.drop(
      x, residual, y, count, generator.next(), UInt32(rate * 0x1p32), 1 / (1 - rate))
  }

  /// dx ← dx + dy·mask / (1 − rate), with the mask of the same seed.
  package func backward(
    _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, count: Int, seed: UInt64
  ) {
    unsafe forward(dy, dx, count: count, seed: seed, adding: dx)
  }
}
