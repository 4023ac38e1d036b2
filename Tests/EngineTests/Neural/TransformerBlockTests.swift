import Testing

@testable import Engine

@Suite struct TransformerBlockTests {
  /// A block, its slab and all that one pass needs.
  private struct Sample {
    let block: TransformerBlock
    let slab: ParameterSlab
    let lengths: [Int32]
    let length: Int
    var padding = SequencePadding.after
    var seed: UInt64?

    init(
      size: Int, heads: Int, width: Int, lengths: [Int32], length: Int, isCausal: Bool = false,
      activation: Activation = .gelu, dropout: Float = 0
    ) {
      var layout = ParameterLayout()
      block = TransformerBlock(
        "b", size: size, heads: heads, width: width, isCausal: isCausal, activation: activation,
        dropout: dropout, in: &layout)
      slab = ParameterSlab(layout)
      self.lengths = lengths
      self.length = length
    }

    func forward(_ x: [Float], saved: inout [Float]) -> [Float] {
      var y = [Float](repeating: .nan, count: x.count)
      saved = [Float](
        repeating: .nan,
        count: block.savedCount(sequences: lengths.count, length: length))
      block.forward(
        slab, x, &y, saved: &saved, lengths: lengths, length: length, padding: padding, seed: seed)
      return y
    }

    func backward(_ x: [Float], _ dy: [Float], saved: [Float]) -> [Float] {
      let arena = Arena(
        capacity: block.scratchCount(sequences: lengths.count, length: length))
      var dx = [Float](repeating: 0, count: x.count)
      slab.clearGradients()
      block.backward(
        slab, x, dy, &dx, saved: saved, lengths: lengths, length: length, padding: padding,
        seed: seed, arena: arena)
      #expect(arena.used == 0)
      return dx
    }
  }

  @Test func `a small block agrees with PyTorch`() {
    let sample = Sample(size: 4, heads: 2, width: 6, lengths: [3, 2], length: 3)
    let block = sample.block
    let expected = [
      (block.attention.input.weight, LayerReferences.blockInputWeight),
      (block.attention.input.bias, LayerReferences.blockInputBias),
      (block.attention.output.weight, LayerReferences.blockOutputWeight),
      (block.attention.output.bias, LayerReferences.blockOutputBias),
      (block.attentionNorm.gain, LayerReferences.blockFirstGain),
      (block.attentionNorm.bias, LayerReferences.blockFirstBias),
      (block.feedForwardNorm.gain, LayerReferences.blockSecondGain),
      (block.feedForwardNorm.bias, LayerReferences.blockSecondBias),
      (block.feedForward.widen.weight, LayerReferences.blockWidenWeight),
      (block.feedForward.widen.bias, LayerReferences.blockWidenBias),
      (block.feedForward.narrow.weight, LayerReferences.blockNarrowWeight),
      (block.feedForward.narrow.bias, LayerReferences.blockNarrowBias),
    ]
    for (index, (parameter, _)) in expected.enumerated() {
      sample.slab.set(parameter, wave(0.2 + Double(index) / 10, parameter.count))
    }
    var saved: [Float] = []
    let x = wave(0.1, 24)
    expectClose(sample.forward(x, saved: &saved), LayerReferences.blockY, 4e-6)
    expectClose(sample.backward(x, wave(0.4, 24), saved: saved), LayerReferences.blockX, 1e-5)
    for (parameter, gradient) in expected {
      expectClose(sample.slab.gradient(parameter).values, gradient, 1e-5, parameter.name)
    }
  }

  // In Float32 a difference along one random direction over all parameters and
  // inputs is exact enough where single elements would drown in rounding. The rectifier's kinks
  // make differences useless; FeedForwardTests has it in Double.
  @Test(arguments: [false, true], [Activation.tanh, .sigmoid, .gelu, .geluTanh])
  func `a step along any direction changes the result by the gradient`(
    isCausal: Bool, activation: Activation
  ) {
    var sample = Sample(
      size: 6, heads: 3, width: 19, lengths: [5, 2, 4], length: 5, isCausal: isCausal,
      activation: activation, dropout: isCausal ? 0.3 : 0)
    sample.padding = activation == .tanh ? .before : .after
    sample.seed = 11
    let measured = slopes(sample)
    #expect(
      abs(measured.difference - measured.gradient) < 5e-3 * max(abs(measured.gradient), 10),
      "\(measured)")
  }

  /// How the result changes along a random direction, by a difference and by the
  /// gradient.
  private func slopes(_ sample: Sample) -> (difference: Double, gradient: Double) {
    var generator = SplitMix64(seed: 4)
    sample.block.initialise(sample.slab, using: &generator)
    let (x, dy) = (normals(90, seed: 5), normals(90, seed: 6))
    var saved: [Float] = []
    _ = sample.forward(x, saved: &saved)
    let dx = sample.backward(x, dy, saved: saved)
    let parameters = sample.slab.layout.parameters
    let start = parameters.map { sample.slab.tensor($0).values }
    let gradients = parameters.map { sample.slab.gradient($0).values }
    let directions = parameters.indices.map {
      normals(parameters[$0].count, seed: 100 + UInt64($0))
    }
    let inputDirection = normals(90, seed: 7)
    func value(_ step: Float) -> Double {
      for (index, parameter) in parameters.enumerated() {
        sample.slab.set(
          parameter, zip(start[index], directions[index]).map { $0 + step * $1 })
      }
      let moved = zip(x, inputDirection).map { $0 + step * $1 }
      return weighted(sample.forward(moved, saved: &saved).map(Double.init), dy)
    }
    var slope = weighted(dx.map(Double.init), inputDirection)
    for index in parameters.indices {
      slope += weighted(gradients[index].map(Double.init), directions[index])
    }
    let step: Float = 1e-3
    return ((value(step) - value(-step)) / (2 * Double(step)), slope)
  }

  @Test func `elements are dropped with a seed only, the same for the same seed`() {
    var sample = Sample(
      size: 8, heads: 2, width: 16, lengths: [4, 4], length: 4, dropout: 0.5)
    var generator = SplitMix64(seed: 1)
    sample.block.initialise(sample.slab, using: &generator)
    let x = normals(64, seed: 2)
    var saved: [Float] = []
    func result(_ seed: UInt64?) -> [Float] {
      sample.seed = seed
      return sample.forward(x, saved: &saved)
    }
    let whole = result(nil)
    #expect(result(nil) == whole)
    #expect(result(3) != whole && result(3) == result(3) && result(3) != result(4))
    // Both branches are dropped whole at times: the residual remains.
    #expect(zip(result(3), x).contains { $0 == $1 })
    var plain = Sample(size: 8, heads: 2, width: 16, lengths: [4, 4], length: 4)
    for parameter in plain.slab.layout.parameters {
      plain.slab.set(parameter, sample.slab.tensor(parameter).values)
    }
    plain.seed = 3
    #expect(plain.forward(x, saved: &saved) == whole)
  }
}
