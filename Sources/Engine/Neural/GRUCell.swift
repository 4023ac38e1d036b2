// Shapes: gates, hidden, dInput, dHidden: [3 · size], the gates r, z and n one
// after the other; candidate, previous, state, dState: [size].

/// One step of a gated recurrent unit after its matrix products.
enum GRUCell {
  /// Turns the products of the inputs into gates, and writes the state after
  /// them.
  ///
  /// - Parameters:
  ///   - gates: W·x + b; replaced by r, z and n.
  ///   - hidden: U·h + c.
  ///   - previous: the state before, h.
  ///   - candidate: receives the third part of `hidden`.
  ///   - state: receives (1 − z)∘n + z∘h.
  ///   - size: the elements of the state.
  static func forward(
    gates: UnsafeMutablePointer<Float>, hidden: UnsafePointer<Float>,
    previous: UnsafePointer<Float>, candidate: UnsafeMutablePointer<Float>,
    state: UnsafeMutablePointer<Float>, size: Int
  ) {
    LaneBlock.forEach(of: size) { block in
      let u = unsafe block.load(hidden + 2 * size)
      let r = unsafe logistic(block.load(gates) + block.load(hidden))
      let z = unsafe logistic(block.load(gates + size) + block.load(hidden + size))
      let n = unsafe 2 * logistic(2 * (block.load(gates + 2 * size) + r * u)) - 1
      unsafe block.store(u, candidate)
      unsafe block.store(r, gates)
      unsafe block.store(z, gates + size)
      unsafe block.store(n, gates + 2 * size)
      unsafe block.store(n + z * (block.load(previous) - n), state)
    }
  }

  /// Writes the gradients of both products.
  ///
  /// - Parameters:
  ///   - gates: r, z and n.
  ///   - candidate: the third part of U·h + c.
  ///   - previous: the state before, h.
  ///   - dState: the gradient of the state after; replaced by that part of the
  ///     gradient of the state before which does not pass through U.
  ///   - dInput: receives the gradient of W·x + b.
  ///   - dHidden: receives the gradient of U·h + c.
  ///   - size: the elements of the state.
  static func backward(
    gates: UnsafePointer<Float>, candidate: UnsafePointer<Float>,
    previous: UnsafePointer<Float>, dState: UnsafeMutablePointer<Float>,
    dInput: UnsafeMutablePointer<Float>, dHidden: UnsafeMutablePointer<Float>, size: Int
  ) {
    LaneBlock.forEach(of: size) { block in
      let r = unsafe block.load(gates)
      let z = unsafe block.load(gates + size)
      let n = unsafe block.load(gates + 2 * size)
      let dy = unsafe block.load(dState)
      let dn = dy * (1 - z) * (1 - n * n)
      let dz = unsafe dy * (block.load(previous) - n) * (z * (1 - z))
      let dr = unsafe dn * block.load(candidate) * (r * (1 - r))
      unsafe block.store(dr, dInput)
      unsafe block.store(dz, dInput + size)
      unsafe block.store(dn, dInput + 2 * size)
      unsafe block.store(dr, dHidden)
      unsafe block.store(dz, dHidden + size)
      unsafe block.store(dn * r, dHidden + 2 * size)
      unsafe block.store(dy * z, dState)
    }
  }

  @inline(__always)
  private static func logistic(_ x: Lanes) -> Lanes { 1 / (1 + Kernels.exp(-x)) }
}
