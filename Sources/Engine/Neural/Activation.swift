import CKernels

// Shapes: x, y, dy, dx: any, of the same count.

/// A function of one variable applied to every element.
package enum Activation: Sendable, Hashable, CaseIterable {
  case rectifier
  case tanh
  case sigmoid
  /// x·Φ(x) with the normal distribution function Φ.
  ///
  /// - Source: D. Hendrycks & K. Gimpel 2016, "Gaussian Error Linear Units",
  ///   arXiv:1606.08415.
  case gelu
  /// The approximation of `gelu` through a hyperbolic tangent, of the same
  /// paper.
  case geluTanh

  /// y ← f(x); x and y may be the same memory.
  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    unsafe kernel.forward(x, y, count)
  }

  /// y ← f(x) and x ← f′(x): a backward pass is then a product of elements.
  package func forwardKeepingSlope(
    _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    unsafe kernel.forward_keeping_slope(x, y, count)
  }

  /// dx ← dx + dy·f′(x).
  package func backward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    unsafe kernel.backward(x, dy, dx, count)
  }

  private var kernel: activation_kernel {
    let kernels = unsafe Kernels.native.pointee.activations
    return switch self {
    case .rectifier: kernels.rectifier
    case .tanh: kernels.tanh
    case .sigmoid: kernels.sigmoid
    case .gelu: kernels.gelu
    case .geluTanh: kernels.gelu_tanh
    }
  }
}
