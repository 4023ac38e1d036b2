import CKernels

// Shapes: x, y, dy, dx: [n, size]; gain, bias: [size]; saved: [n, 2], the mean
// and the reciprocal deviation of each row.

/// Rows shifted to mean 0 and scaled to variance 1, then by a learned gain and
/// bias.
///
/// - Source: J. L. Ba, J. R. Kiros & G. E. Hinton 2016, "Layer Normalization",
///   arXiv:1607.06450.
package struct LayerNorm: Sendable {
  package let size: Int
  package let epsilon: Float
  package let gain: Parameter
  package let bias: Parameter

  package init(
    _ name: String, size: Int, epsilon: Float = 1e-5, in layout: inout ParameterLayout
  ) {
    precondition(size > 0 && epsilon > 0, "layer norm '\(name)': size \(size), ε \(epsilon)")
    self.size = size
    self.epsilon = epsilon
    gain = layout.add("\(name).gain", [size], decays: false)
    bias = layout.add("\(name).bias", [size], decays: false)
  }

  /// The gain is one, the bias zero.
  package func initialise(_ slab: ParameterSlab) {
    slab.fill(gain, with: 1)
    slab.fill(bias, with: 0)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, n: Int
  ) {
    unsafe Kernels.native.pointee.rows.normalise(
      x, slab.values + gain.offset, slab.values + bias.offset, y, saved, n, size, epsilon)
  }

  /// Adds to the gradients of gain and bias, and to `dx`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int
  ) {
    unsafe backward(slab, x, dy, adding: dx, nil, dx, saved: saved, n: n)
  }

  /// Adds to the gradients of gain and bias; dx becomes the gradient of x plus
  /// `first`, which may be `dx`, plus `second`.
  func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    adding first: UnsafePointer<Float>, _ second: UnsafePointer<Float>?,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int
  ) {
    unsafe Kernels.native.pointee.rows.normalise_backward(
      x, slab.values + gain.offset, dy, first, second, dx, slab.gradients + gain.offset,
      slab.gradients + bias.offset, saved, n, size)
  }
}
