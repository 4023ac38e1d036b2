// Shapes: predictions, targets, weights, gradient: [count].

/// The mean of (prediction − target)².
package struct MeanSquaredError: Sendable, Hashable {
  package init() {}

  /// The loss; adds its gradient to `gradient` unless that is nil.
  ///
  /// - Parameters:
  ///   - predictions: [count].
  ///   - targets: [count].
  ///   - weights: one for each element, 0 or more, which the mean is weighted
  ///     by; 0 leaves an element out.
  ///   - gradient: added to unless nil.
  ///   - count: the elements.
  /// - Returns: 0 if no element counts.
  package func loss(
    _ predictions: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    weights: UnsafePointer<Float>? = nil, gradient: UnsafeMutablePointer<Float>?, count: Int
  ) -> Double {
    unsafe Kernels.meanLoss(
      predictions, targets, weights: weights, gradient: gradient, count: count
    ) { x, y in
      let residual = x - y
      return (residual * residual, 2 * residual)
    }
  }
}
