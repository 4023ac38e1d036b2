import CKernels

// Shapes: x, y, dy, dx: [n, size]; saved: the slope of the activation and its
// result, [n, width] each.

/// Two linear layers with an activation between them.
package struct FeedForward: Sendable {
  package let size: Int
  package let width: Int
  package let activation: Activation
  package let widen: LinearLayer
  package let narrow: LinearLayer

  package init(
    _ name: String, size: Int, width: Int, activation: Activation = .gelu,
    in layout: inout ParameterLayout
  ) {
    self.size = size
    self.width = width
    self.activation = activation
    widen = LinearLayer("\(name).widen", inputs: size, outputs: width, in: &layout)
    narrow = LinearLayer("\(name).narrow", inputs: width, outputs: size, in: &layout)
  }

  package func initialise(
    _ slab: ParameterSlab, using generator: inout some RandomNumberGenerator
  ) {
    widen.initialise(slab, using: &generator)
    narrow.initialise(slab, using: &generator)
  }

  /// The elements that the forward pass keeps for the backward pass.
  package func savedCount(_ n: Int) -> Int { 2 * n * width }

  /// The elements that the backward pass takes from its arena.
  package func scratchCount(_ n: Int) -> Int { Kernels.padded(n * width) }

  /// y = narrow(activation(widen(x))), plus `residual` unless that is nil.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, n: Int, adding residual: UnsafePointer<Float>? = nil
  ) {
    let active = unsafe saved + n * width
    unsafe widen.forward(slab, x, saved, n: n)
    unsafe activation.forwardKeepingSlope(saved, active, count: n * width)
    unsafe narrow.forward(slab, active, y, n: n, adding: residual)
  }

  /// Adds to the gradients of both layers, and to `dx`, or sets `dx` if
  /// `overwriting`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int, arena: Arena,
    overwriting: Bool = false
  ) {
    let active = unsafe saved + n * width
    arena.scope {
      let dWide = unsafe arena.take(n * width)
      unsafe narrow.backward(slab, active, dy, dWide, n: n, overwriting: true)
      unsafe Kernels.native.pointee.activations.multiply(saved, dWide, n * width)
      unsafe widen.backward(slab, x, dWide, dx, n: n, overwriting: overwriting)
    }
  }
}
