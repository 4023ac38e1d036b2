import Testing

@testable import Engine

@Suite struct ConvolutionTests {
  /// Sequences and the parameters of a layer over them.
  private struct Problem {
    var inputs, filters, width, length: Int
    var padding: Convolution1D.Padding
    var lengths: [Int32]
    var x, weight, bias, dy: [Float]

    init(
      inputs: Int, filters: Int, width: Int, length: Int, padding: Convolution1D.Padding,
      lengths: [Int32], _ numbers: (_ array: Int, _ count: Int) -> [Float]
    ) {
      self.inputs = inputs
      self.filters = filters
      self.width = width
      self.length = length
      self.padding = padding
      self.lengths = lengths
      let rows = padding == .same ? length : max(length - width + 1, 0)
      x = numbers(0, lengths.count * length * inputs)
      weight = numbers(1, filters * width * inputs)
      bias = numbers(2, filters)
      dy = numbers(3, lengths.count * rows * filters)
    }

    /// The output and the gradients of x, weight and bias.
    func run() -> (y: [Float], gradients: [[Float]]) {
      var layout = ParameterLayout()
      let layer = Convolution1D(
        "c", inputs: inputs, filters: filters, width: width, padding: padding, in: &layout)
      let slab = ParameterSlab(layout)
      slab.set(layer.weight, weight)
      slab.set(layer.bias, bias)
      let arena = Arena(capacity: layer.scratchCount)
      var y = [Float](repeating: .nan, count: dy.count)
      var dx = [Float](repeating: 0, count: x.count)
      layer.forward(slab, x, &y, lengths: lengths, length: length, arena: arena)
      layer.backward(slab, x, dy, &dx, lengths: lengths, length: length, arena: arena)
      return (y, [dx, slab.gradient(layer.weight).values, slab.gradient(layer.bias).values])
    }

    /// By plain loops.
    func forward(_ p: [[Double]]) -> [Double] {
      let rows = padding == .same ? length : max(length - width + 1, 0)
      let lead = padding == .same ? (width - 1) / 2 : 0
      var y = [Double](repeating: 0, count: lengths.count * rows * filters)
      for (sequence, valid) in lengths.enumerated() {
        let filled = padding == .same ? Int(valid) : max(Int(valid) - width + 1, 0)
        for t in 0..<filled {
          for filter in 0..<filters {
            var sum = p[2][filter]
            for k in 0..<width where t + k - lead >= 0 && t + k - lead < Int(valid) {
              for i in 0..<inputs {
                sum +=
                  p[1][(filter * width + k) * inputs + i]
                  * p[0][(sequence * length + t + k - lead) * inputs + i]
              }
            }
            y[(sequence * rows + t) * filters + filter] = sum
          }
        }
      }
      return y
    }
  }

  private func expectReference(_ problem: Problem, _ what: String) {
    let run = problem.run()
    let arrays = [problem.x, problem.weight, problem.bias]
    let point = arrays.map { $0.map(Double.init) }
    expectClose(run.y, problem.forward(point).map { Float($0) }, 2e-5, what)
    for index in arrays.indices {
      let expected = centralDifferences(at: arrays[index]) { moved in
        var point = point
        point[index] = moved
        return weighted(problem.forward(point), problem.dy)
      }
      expectClose(run.gradients[index], expected, 2e-5, "\(what), array \(index)")
    }
  }

  @Test(arguments: Convolution1D.Padding.allCases)
  func `small layers over sequences agree with PyTorch`(padding: Convolution1D.Padding) {
    let problem = Problem(
      inputs: 3, filters: 2, width: 4, length: 5, padding: padding, lengths: [5, 4]
    ) { array, count in wave(array == 3 ? 0.4 : 0.1 * Double(array + 1), count) }
    let run = problem.run()
    let isValid = padding == .valid
    let expected =
      isValid
      ? [
        WindowReferences.validConvolutionX, WindowReferences.validConvolutionWeight,
        WindowReferences.validConvolutionBias,
      ]
      : [
        WindowReferences.sameConvolutionX, WindowReferences.sameConvolutionWeight,
        WindowReferences.sameConvolutionBias,
      ]
    expectClose(
      run.y,
      isValid ? WindowReferences.validConvolutionY : WindowReferences.sameConvolutionY)
    for (found, wanted) in zip(run.gradients, expected) { expectClose(found, wanted) }
  }

  @Test func `random shapes agree with plain loops and central differences`() {
    for seed in 0..<24 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let length = 1 + generator.index(below: 7)
      let problem = Problem(
        inputs: 1 + generator.index(below: 19), filters: 1 + generator.index(below: 5),
        width: 1 + generator.index(below: 5), length: length,
        padding: seed % 2 == 0 ? .valid : .same,
        lengths: (0..<generator.index(below: 4)).map { _ in
          Int32(generator.index(below: length + 1))
        }
      ) { array, count in normals(count, seed: 10 * seed + UInt64(array)) }
      expectReference(problem, "seed \(seed)")
    }
  }

  @Test func `more windows than a tile holds agree with plain loops`() {
    let lengths = [Int32](repeating: 0, count: 40).indices.map { Int32($0 % 24) }
    let problem = Problem(
      inputs: 2, filters: 3, width: 3, length: 23, padding: .same, lengths: lengths
    ) { array, count in normals(count, seed: UInt64(array)) }
    let run = problem.run()
    let point = [problem.x, problem.weight, problem.bias].map { $0.map(Double.init) }
    expectClose(run.y, problem.forward(point).map { Float($0) }, 1e-5)
    let expected = centralDifferences(at: problem.weight) {
      weighted(problem.forward([point[0], $0, point[2]]), problem.dy)
    }
    expectClose(run.gradients[1], expected, 1e-5)
  }

  @Test(arguments: Convolution1D.Padding.allCases)
  func `what lies past the end changes nothing`(padding: Convolution1D.Padding) {
    var problem = Problem(
      inputs: 3, filters: 4, width: 3, length: 6, padding: padding, lengths: [6, 2, 0, 4]
    ) { array, count in normals(count, seed: UInt64(array)) }
    let before = problem.run()
    for (sequence, valid) in problem.lengths.enumerated() {
      for i in sequence * 18 + Int(valid) * 3..<(sequence + 1) * 18 { problem.x[i] = .nan }
    }
    let rows = problem.dy.count / 16
    for i in 2 * rows * 4..<3 * rows * 4 { problem.dy[i] = .nan }
    let after = problem.run()
    #expect(after.y == before.y)
    #expect(after.gradients == before.gradients)
    #expect(after.y[2 * rows * 4..<3 * rows * 4].allSatisfy { $0 == 0 })
  }

  @Test func `texts shorter than a window have no windows`() {
    var layout = ParameterLayout()
    let layer = Convolution1D("c", inputs: 1, filters: 1, width: 4, in: &layout)
    #expect(layer.outputLength(3) == 0)
    #expect(layer.outputLengths([0, 3, 4, 9]) == [0, 0, 1, 6])
  }

  @Test func `backward adds to what is there`() {
    var layout = ParameterLayout()
    let layer = Convolution1D("c", inputs: 2, filters: 3, width: 2, in: &layout)
    let slab = ParameterSlab(layout)
    var generator = SplitMix64(seed: 5)
    layer.initialise(slab, using: &generator)
    let arena = Arena(capacity: layer.scratchCount)
    let (x, dy) = (normals(6, seed: 1), normals(6, seed: 2))
    var dx = [Float](repeating: 0, count: 6)
    layer.backward(slab, x, dy, &dx, lengths: [3], length: 3, arena: arena)
    let once = (dx, slab.gradient(layer.weight).values, slab.gradient(layer.bias).values)
    layer.backward(slab, x, dy, &dx, lengths: [3], length: 3, arena: arena)
    expectClose(dx, once.0.map { 2 * $0 })
    layer.backward(slab, x, dy, nil, lengths: [3], length: 3, arena: arena)
    expectClose(slab.gradient(layer.weight).values, once.1.map { 3 * $0 })
    expectClose(slab.gradient(layer.bias).values, once.2.map { 3 * $0 })
    #expect(arena.used == 0)
  }
}
