package import Engine

// Shapes, with n = texts · length: x, dx: [n, inputs]; features, dFeatures:
// [texts, outputs]; lengths: [texts], the elements of each text before its
// padding; saved: what the reader keeps for its backward pass.

/// The part of a text classifier that reads the vectors of tokens and draws
/// features from them.
package protocol SequenceReader: Sendable {
  /// The size of the vector of a token.
  var inputs: Int { get }
  /// The number of features of a text.
  var outputs: Int { get }

  func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar)

  /// The elements that `forward` keeps for the backward pass.
  func savedCount(texts: Int, length: Int) -> Int

  /// The elements that either pass takes from its arena.
  func scratchCount(texts: Int, length: Int) -> Int

  /// Writes the features.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - x: as above.
  ///   - features: as above.
  ///   - saved: as above.
  ///   - lengths: as above.
  ///   - length: the elements that a text has room for.
  ///   - seed: draws what is dropped inside; nil outside of training.
  ///   - arena: room for `scratchCount` elements.
  func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, seed: UInt64?,
    arena: Arena)

  /// Adds to the gradients of the reader, and to `dx`.
  ///
  /// - Precondition: the rest is as in the forward pass.
  func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena)
}
