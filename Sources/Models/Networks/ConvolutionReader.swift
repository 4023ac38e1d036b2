package import Engine

// Shapes, with n = texts · length: pooled, features: [texts, widths · filters];
// saved: the windows of each width [n, filters], then what they pool to for each
// width [texts, filters].

/// The strongest answer of each filter over windows of several widths.
///
/// The maximum over time comes before the rectifier, which gives the same
/// features for less work.
///
/// - Source: Y. Kim 2014, "Convolutional Neural Networks for Sentence
///   Classification", EMNLP, section 2.
package struct ConvolutionReader: SequenceReader {
  package let inputs: Int
  /// The filters of each width.
  let filters: Int
  let convolutions: [Convolution1D]

  init(inputs: Int, widths: [Int], filters: Int, in layout: inout ParameterLayout) {
    self.inputs = inputs
    self.filters = filters
    convolutions = widths.enumerated().map { index, width in
      Convolution1D(
        "convolution\(index)", inputs: inputs, filters: filters, width: width, padding: .same,
        in: &layout)
    }
  }

  package var outputs: Int { convolutions.count * filters }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    for convolution in convolutions { convolution.initialise(slab, using: &generator) }
  }

  package func savedCount(texts: Int, length: Int) -> Int {
    convolutions.count * texts * (length + 1) * filters
  }

  package func scratchCount(texts: Int, length: Int) -> Int {
    Kernels.padded(texts * length * filters)
      + 2 * Kernels.padded(texts * filters)
      + (convolutions.map(\.scratchCount).max() ?? 0)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, seed: UInt64?,
    arena: Arena
  ) {
    let texts = lengths.count
    for (index, convolution) in convolutions.enumerated() {
      let (y, pooled) = places(saved, index, texts, length)
      convolution.forward(slab, x, y, lengths: lengths, length: length, arena: arena)
      SequencePooling.maximum.forward(
        y, pooled, lengths: lengths, length: length, size: filters)
      for text in 0..<texts {
        Activation.rectifier.forward(
          pooled + text * filters, features + text * outputs + index * filters, count: filters)
      }
    }
  }

  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena
  ) {
    let texts = lengths.count
    arena.scope {
      let dy = arena.take(texts * length * filters)
      let dPooled = arena.take(texts * filters)
      for (index, convolution) in convolutions.enumerated() {
        let (y, pooled) = places(UnsafeMutablePointer(mutating: saved), index, texts, length)
        dPooled.update(repeating: 0, count: texts * filters)
        for text in 0..<texts {
          Activation.rectifier.backward(
            pooled + text * filters, dFeatures + text * outputs + index * filters,
            dPooled + text * filters, count: filters)
        }
        dy.update(repeating: 0, count: texts * length * filters)
        SequencePooling.maximum.backward(
          y, dPooled, dy, lengths: lengths, length: length, size: filters)
        convolution.backward(slab, x, dy, dx, lengths: lengths, length: length, arena: arena)
      }
    }
  }

  /// Where the windows of a width and what they pool to lie in what is saved.
  private func places(
    _ saved: UnsafeMutablePointer<Float>, _ index: Int, _ texts: Int, _ length: Int
  ) -> (y: UnsafeMutablePointer<Float>, pooled: UnsafeMutablePointer<Float>) {
    let windows = texts * length * filters
    return (
      saved + index * windows,
      saved + convolutions.count * windows + index * texts * filters
    )
  }
}
