/// The vectors of a catalogue that hidden states are scored against, and where
/// the gradients of their losses are added.
///
/// The memory is the caller's and outlives the calls it is passed to.
@safe
package struct ItemTable {
  package let items: Int
  let dimension: Int
  /// [items, dimension].
  let vectors: UnsafePointer<Float>
  /// [items], or nil for none.
  let bias: UnsafePointer<Float>?
  /// [items, dimension].
  let vectorGradient: UnsafeMutablePointer<Float>
  /// [items]; nil if there is no bias.
  let biasGradient: UnsafeMutablePointer<Float>?

  package init(
    items: Int, dimension: Int, vectors: UnsafePointer<Float>,
    vectorGradient: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>? = nil,
    biasGradient: UnsafeMutablePointer<Float>? = nil
  ) {
    precondition(items > 0 && dimension > 0, "item table: [\(items), \(dimension)]")
    unsafe precondition(
      (bias == nil) == (biasGradient == nil), "item table: a bias without gradient or the reverse")
    self.items = items
    self.dimension = dimension
    unsafe self.vectors = vectors
    unsafe self.vectorGradient = vectorGradient
    unsafe self.bias = bias
    unsafe self.biasGradient = biasGradient
  }
}
