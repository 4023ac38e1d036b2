import Glibc
import Testing

@testable import Engine

@Suite struct GRUTests {
  private struct Problem {
    var inputs, size, length: Int
    var lengths: [Int32]
    var isReversed: Bool
    /// x, W, b, U, c.
    var arrays: [[Float]]
    var dy: [Float]

    init(
      inputs: Int, size: Int, length: Int, lengths: [Int32], isReversed: Bool,
      _ numbers: (_ array: Int, _ count: Int) -> [Float]
    ) {
      self.inputs = inputs
      self.size = size
      self.length = length
      self.lengths = lengths
      self.isReversed = isReversed
      let n = lengths.count * length
      let counts = [n * inputs, 3 * size * inputs, 3 * size, 3 * size * size, 3 * size]
      arrays = counts.enumerated().map { numbers($0.offset, $0.element) }
      dy = numbers(5, n * size)
    }

    /// The states and the gradients of the arrays.
    func run() -> (y: [Float], gradients: [[Float]]) {
      var layout = ParameterLayout()
      let layer = GRU("g", inputs: inputs, size: size, isReversed: isReversed, in: &layout)
      let slab = ParameterSlab(layout)
      let parameters = [
        layer.input.weight, layer.input.bias, layer.recurrent.weight, layer.recurrent.bias,
      ]
      for (parameter, values) in zip(parameters, arrays.dropFirst()) {
        slab.set(parameter, values)
      }
      let arena = Arena(
        capacity: layer.scratchCount(sequences: lengths.count, length: length))
      var saved = [Float](
        repeating: .nan, count: layer.savedCount(sequences: lengths.count, length: length))
      var y = [Float](repeating: .nan, count: dy.count)
      var dx = [Float](repeating: 0, count: arrays[0].count)
      layer.forward(
        slab, arrays[0], &y, saved: &saved, lengths: lengths, length: length, arena: arena)
      layer.backward(
        slab, arrays[0], y, dy, &dx, saved: saved, lengths: lengths, length: length,
        arena: arena)
      return (y, [dx] + parameters.map { slab.gradient($0).values })
    }

    /// By plain loops.
    func forward(_ p: [[Double]]) -> [Double] {
      var y = [Double](repeating: 0, count: dy.count)
      for (sequence, valid) in lengths.enumerated() {
        var h = [Double](repeating: 0, count: size)
        for step in 0..<length {
          let t = isReversed ? length - 1 - step : step
          if t < valid {
            let start = (sequence * length + t) * inputs
            let a = product(p[1], p[0][start..<start + inputs], p[2])
            let b = product(p[3], h[...], p[4])
            h = (0..<size).map { i in
              let r = 1 / (1 + exp(-a[i] - b[i]))
              let z = 1 / (1 + exp(-a[size + i] - b[size + i]))
              let n = tanh(a[2 * size + i] + r * b[2 * size + i])
              return (1 - z) * n + z * h[i]
            }
          }
          for i in 0..<size { y[(sequence * length + t) * size + i] = h[i] }
        }
      }
      return y
    }

    private func product(_ w: [Double], _ x: ArraySlice<Double>, _ b: [Double]) -> [Double] {
      b.indices.map { row in
        x.enumerated().reduce(b[row]) { $0 + $1.element * w[row * x.count + $1.offset] }
      }
    }
  }

  @Test(arguments: [false, true])
  func `a small layer agrees with PyTorch`(isReversed: Bool) {
    let problem = Problem(
      inputs: 3, size: 2, length: 5, lengths: [5, 4], isReversed: isReversed
    ) { array, count in wave(array == 5 ? 0.4 : [0.1, 0.2, 0.3, 0.4, 0.5][array], count) }
    let run = problem.run()
    expectClose(run.y, isReversed ? WindowReferences.reversedGRUY : WindowReferences.gruY)
    let expected =
      isReversed
      ? [
        WindowReferences.reversedGRUX, WindowReferences.reversedGRUInputWeight,
        WindowReferences.reversedGRUInputBias, WindowReferences.reversedGRURecurrentWeight,
        WindowReferences.reversedGRURecurrentBias,
      ]
      : [
        WindowReferences.gruX, WindowReferences.gruInputWeight, WindowReferences.gruInputBias,
        WindowReferences.gruRecurrentWeight, WindowReferences.gruRecurrentBias,
      ]
    for (found, wanted) in zip(run.gradients, expected) { expectClose(found, wanted) }
  }

  @Test func `random shapes agree with plain loops and central differences`() {
    for seed in 0..<16 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let length = generator.index(below: 6)
      let problem = Problem(
        inputs: 1 + generator.index(below: 5),
        size: seed == 3 ? 17 : 1 + generator.index(below: 5), length: length,
        lengths: (0..<generator.index(below: 4)).map { _ in
          Int32(generator.index(below: length + 1))
        }, isReversed: seed % 2 == 1
      ) { array, count in normals(count, seed: 10 * seed + UInt64(array)) }
      let run = problem.run()
      let point = problem.arrays.map { $0.map(Double.init) }
      expectClose(run.y, problem.forward(point).map { Float($0) }, 1e-5, "seed \(seed)")
      for index in point.indices {
        let expected = centralDifferences(at: problem.arrays[index]) { moved in
          var point = point
          point[index] = moved
          return weighted(problem.forward(point), problem.dy)
        }
        expectClose(run.gradients[index], expected, 2e-5, "seed \(seed), array \(index)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `what lies past the end changes nothing`(isReversed: Bool) {
    var problem = Problem(
      inputs: 2, size: 3, length: 4, lengths: [4, 2, 0], isReversed: isReversed
    ) { array, count in normals(count, seed: UInt64(array)) }
    let before = problem.run()
    for i in [Int](12..<16) + [Int](16..<24) { problem.arrays[0][i] += 100 }
    let after = problem.run()
    #expect(after.y == before.y)
    #expect(after.gradients == before.gradients)
    #expect(before.y[24...].allSatisfy { $0 == 0 })
    let last = Array(before.y[15..<18])
    #expect(Array(before.y[18..<21]) == (isReversed ? [0, 0, 0] : last))
    #expect(Array(before.y[21..<24]) == (isReversed ? [0, 0, 0] : last))
  }

  @Test func `large inputs saturate the gates without overflow`() {
    let problem = Problem(
      inputs: 1, size: 2, length: 3, lengths: [3], isReversed: false
    ) { array, count in wave(Double(array), count, scale: 300) }
    let run = problem.run()
    #expect(run.y.allSatisfy { abs($0) <= 1 })
    #expect(run.gradients.joined().allSatisfy { $0.isFinite })
  }
}
