// Shapes: x, y, dy, dx: [n, size]; saved: [n, width] before and after the
// activation.

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
  package func scratchCount(_ n: Int) -> Int { 2 * Kernels.padded(n * width) }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, n: Int
  ) {
    let active = unsafe saved + n * width
    unsafe widen.forward(slab, x, saved, n: n)
    unsafe activation.forward(saved, active, count: n * width)
    unsafe narrow.forward(slab, active, y, n: n)
  }

  /// Adds to the gradients of both layers, and to `dx`.
  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, n: Int, arena: Arena
  ) {
    let active = unsafe saved + n * width
    arena.scope {
      let (dActive, dWide) = unsafe (arena.take(n * width), arena.take(n * width))
      unsafe dActive.update(repeating: 0, count: n * width)
      unsafe dWide.update(repeating: 0, count: n * width)
      unsafe narrow.backward(slab, active, dy, dActive, n: n)
      unsafe activation.backward(saved, dActive, dWide, count: n * width)
      unsafe widen.backward(slab, x, dWide, dx, n: n)
    }
  }
}
