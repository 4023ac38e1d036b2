package import Engine

// Shapes: features: [texts, width]; saved: the means [texts, inputs], then the
// slopes of the hidden layer [texts, width].

/// The mean of the vectors of a text, through a hidden layer: the order of the
/// tokens does not count.
///
/// - Source: M. Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic
///   Methods for Text Classification", ACL, section 3.
package struct MeanReader: SequenceReader {
  let hidden: LinearLayer

  init(inputs: Int, width: Int, in layout: inout ParameterLayout) {
    hidden = LinearLayer("hidden", inputs: inputs, outputs: width, in: &layout)
  }

  package var inputs: Int { hidden.inputs }

  package var outputs: Int { hidden.outputs }

  package func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar) {
    hidden.initialise(slab, using: &generator)
  }

  package func savedCount(texts: Int, length: Int) -> Int {
    Kernels.padded(texts * inputs) + Kernels.padded(texts * outputs)
  }

  package func scratchCount(texts: Int, length: Int) -> Int {
    Kernels.padded(texts * inputs) + Kernels.padded(texts * outputs)
  }

  package func forward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>,
    saved: UnsafeMutablePointer<Float>, lengths: [Int32], length: Int, seed: UInt64?,
    arena: Arena
  ) {
    let texts = lengths.count
    let slopes = saved + Kernels.padded(texts * inputs)
    SequencePooling.mean.forward(x, saved, lengths: lengths, length: length, size: inputs)
    hidden.forward(slab, saved, slopes, n: texts)
    Activation.gelu.forwardKeepingSlope(slopes, features, count: texts * outputs)
  }

  package func backward(
    _ slab: ParameterSlab, _ x: UnsafePointer<Float>, _ dFeatures: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>, saved: UnsafePointer<Float>, lengths: [Int32],
    length: Int, seed: UInt64?, arena: Arena
  ) {
    let (texts, count) = (lengths.count, lengths.count * outputs)
    let slopes = saved + Kernels.padded(texts * inputs)
    arena.scope {
      let (dMeans, dHidden) = (arena.take(texts * inputs), arena.take(count))
      for index in 0..<count { dHidden[index] = dFeatures[index] * slopes[index] }
      hidden.backward(slab, saved, dHidden, dMeans, n: texts, overwriting: true)
      SequencePooling.mean.backward(
        x, dMeans, dx, lengths: lengths, length: length, size: inputs)
    }
  }
}
