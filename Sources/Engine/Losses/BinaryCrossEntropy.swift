import CKernels

// Shapes: logits, targets, weights, gradient: [count].

/// The mean of −p·y·ln σ(z) − (1 − y)·ln(1 − σ(z)), where p is the weight of
/// positives and label smoothing moves targets y towards ½.
package struct BinaryCrossEntropy: Sendable, Hashable {
  /// The share of a target that is spread evenly over both labels.
  package let labelSmoothing: Float
  /// What positives count against negatives.
  package let positiveWeight: Float

  package init(labelSmoothing: Float = 0, positiveWeight: Float = 1) {
    precondition(
      labelSmoothing >= 0 && labelSmoothing < 1 && positiveWeight > 0,
      "binary cross-entropy: smoothing of \(labelSmoothing), positives by \(positiveWeight)")
    self.labelSmoothing = labelSmoothing
    self.positiveWeight = positiveWeight
  }

  /// The loss; adds its gradient to `gradient` unless that is nil.
  ///
  /// - Parameters:
  ///   - logits: [count].
  ///   - targets: from 0 to 1.
  ///   - weights: one for each element, 0 or more, which the mean is weighted
  ///     by; 0 leaves an element out.
  ///   - gradient: added to unless nil.
  ///   - count: the elements.
  /// - Returns: 0 if no element counts.
  package func loss(
    _ logits: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    weights: UnsafePointer<Float>? = nil, gradient: UnsafeMutablePointer<Float>?, count: Int
  ) -> Double {
    let whole = unsafe Kernels.wholeWeight(weights, count: count)
    guard whole > 0 else { return 0 }
    let sum = unsafe Kernels.native.pointee.losses.binary_cross_entropy(
      logits, targets, weights, gradient, count, labelSmoothing, positiveWeight, Float(1 / whole))
    return sum / whole
  }
}
