import CKernels

// Shapes: x, y, dy, dx: [n, size]; saved: the slope of the activation and its
// result, [n, width] each.

/// Rows taken through both layers at a time: what lies between the layers is
/// then still in the cache, and the products are large enough.
private let rowsAtOnce = 256

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
  package func scratchCount(_ n: Int) -> Int { Kernels.padded(min(n, rowsAtOnce) * width) }

  /// y = narrow(activation(widen(x))), plus `residual` unless that is nil.
  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, n: Int, adding residual: UnsafePointer<Float>? = nil
  ) {
    for row in stride(from: 0, to: n, by: rowsAtOnce) {
      let count = min(rowsAtOnce, n - row)
      let slope = unsafe saved + row * width
      let active = unsafe slope + n * width
      unsafe widen.forward(slab, x + row * size, slope, n: count)
      unsafe activation.forwardKeepingSlope(slope, active, count: count * width)
      unsafe narrow.forward(
        slab, active, y + row * size, n: count, adding: residual.map { unsafe $0 + row * size })
    }
  }

  /// Adds to the gradients of both layers, and to `dx`, or sets `dx` if
  /// `overwriting`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int, arena: Arena,
    overwriting: Bool = false
  ) {
    arena.scope {
      let dWide = unsafe arena.take(min(n, rowsAtOnce) * width)
      for row in stride(from: 0, to: n, by: rowsAtOnce) {
        let count = min(rowsAtOnce, n - row)
        let slope = unsafe saved + row * width
        unsafe narrow.backward(
          slab, slope + n * width, dy + row * size, dWide, n: count, overwriting: true)
        unsafe Kernels.native.pointee.activations.multiply(slope, dWide, count * width)
        unsafe widen.backward(
          slab, x + row * size, dWide, dx + row * size, n: count, overwriting: overwriting)
      }
    }
  }
}
