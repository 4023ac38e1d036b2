import Glibc
import Testing

@testable import Engine

@Suite struct MultiHeadAttentionTests {
  private struct Problem {
    var size, heads, length: Int
    var lengths: [Int32]
    var isCausal: Bool
    var padding = SequencePadding.after
    var x, inputWeight, inputBias, outputWeight, outputBias, dy: [Float]

    var all: [[Float]] { [x, inputWeight, inputBias, outputWeight, outputBias] }
  }

  private struct Run {
    var y: [Float]
    /// Of x, input weight and bias, output weight and bias.
    var gradients: [[Float]]

    init(_ problem: Problem) {
      var layout = ParameterLayout()
      let layer = MultiHeadAttention(
        "a", size: problem.size, heads: problem.heads, isCausal: problem.isCausal, in: &layout)
      let slab = ParameterSlab(layout)
      slab.set(layer.input.weight, problem.inputWeight)
      slab.set(layer.input.bias, problem.inputBias)
      slab.set(layer.output.weight, problem.outputWeight)
      slab.set(layer.output.bias, problem.outputBias)
      let (sequences, length) = (problem.lengths.count, problem.length)
      let arena = Arena(capacity: layer.scratchCount(sequences: sequences, length: length))
      var saved = [Float](
        repeating: .nan, count: layer.savedCount(sequences: sequences, length: length))
      y = [Float](repeating: .nan, count: problem.x.count)
      var dx = [Float](repeating: 0, count: problem.x.count)
      layer.forward(
        slab, problem.x, &y, saved: &saved, lengths: problem.lengths, length: length,
        padding: problem.padding)
      layer.backward(
        slab, problem.x, problem.dy, &dx, saved: saved, lengths: problem.lengths,
        length: length, padding: problem.padding, arena: arena)
      gradients =
        [dx]
        + [layer.input.weight, layer.input.bias, layer.output.weight, layer.output.bias].map {
          slab.gradient($0).values
        }
    }
  }

  private func reference(_ isCausal: Bool) -> Problem {
    Problem(
      size: 4, heads: 2, length: 3, lengths: [3, 2], isCausal: isCausal, x: wave(0.1, 24),
      inputWeight: wave(0.2, 48), inputBias: wave(0.3, 12), outputWeight: wave(0.5, 16),
      outputBias: wave(0.6, 4), dy: wave(0.4, 24))
  }

  @Test func `small layers agree with PyTorch`() {
    let both = Run(reference(false))
    expectClose(both.y, LayerReferences.attentionY)
    let expected = [
      LayerReferences.attentionX, LayerReferences.attentionInputWeight,
      LayerReferences.attentionInputBias, LayerReferences.attentionOutputWeight,
      LayerReferences.attentionOutputBias,
    ]
    for (found, wanted) in zip(both.gradients, expected) { expectClose(found, wanted, 4e-6) }
    let causal = Run(reference(true))
    expectClose(causal.y, LayerReferences.causalY)
    let causalExpected = [
      LayerReferences.causalX, LayerReferences.causalInputWeight, LayerReferences.causalInputBias,
      LayerReferences.causalOutputWeight, LayerReferences.causalOutputBias,
    ]
    for (found, wanted) in zip(causal.gradients, causalExpected) {
      expectClose(found, wanted, 4e-6)
    }
  }

  private func project(
    _ x: ArraySlice<Double>, _ w: [Double], _ b: [Double]
  ) -> [Double] {
    b.indices.map { row in
      x.enumerated().reduce(b[row]) { $0 + $1.element * w[row * x.count + $1.offset] }
    }
  }

  /// Attention by plain loops.
  private func forward(_ problem: Problem, _ p: [[Double]]) -> [Double] {
    let (size, length) = (problem.size, problem.length)
    let depth = size / problem.heads
    var y: [Double] = []
    for (sequence, valid) in problem.lengths.enumerated() {
      let rows = (0..<length).map { t in
        let start = (sequence * length + t) * size
        return project(p[0][start..<start + size], p[1], p[2])
      }
      for t in 0..<length {
        var context = [Double](repeating: 0, count: size)
        let keys = 0..<(problem.isCausal ? min(Int(valid), t + 1) : Int(valid))
        for head in 0..<problem.heads {
          let weights = keys.map { key in
            exp(
              (head * depth..<(head + 1) * depth).reduce(0) {
                $0 + rows[t][$1] * rows[key][size + $1]
              } / Double(depth).squareRoot())
          }
          for key in keys {
            for i in head * depth..<(head + 1) * depth {
              context[i] += weights[key] / weights.reduce(0, +) * rows[key][2 * size + i]
            }
          }
        }
        y += project(context[...], p[3], p[4])
      }
    }
    return y
  }

  @Test(
    arguments: [(6, 2, 5, [Int32(5), 3, 1]), (3, 1, 1, [1]), (4, 4, 18, [17])], [false, true])
  func `odd sizes agree with plain loops and central differences`(
    sizes: (Int, Int, Int, [Int32]), isCausal: Bool
  ) {
    let (size, heads, length, lengths) = sizes
    let count = lengths.count * length * size
    let problem = Problem(
      size: size, heads: heads, length: length, lengths: lengths, isCausal: isCausal,
      x: normals(count, seed: 1), inputWeight: normals(3 * size * size, seed: 2),
      inputBias: normals(3 * size, seed: 3), outputWeight: normals(size * size, seed: 4),
      outputBias: normals(size, seed: 5), dy: normals(count, seed: 6))
    let run = Run(problem)
    let point = problem.all.map { $0.map(Double.init) }
    expectClose(run.y, forward(problem, point).map { Float($0) }, 1e-5)
    for index in point.indices {
      let expected = centralDifferences(at: problem.all[index]) { moved in
        var point = point
        point[index] = moved
        return weighted(forward(problem, point), problem.dy)
      }
      expectClose(run.gradients[index], expected, 2e-5, "array \(index)")
    }
  }

  @Test(arguments: [false, true])
  func `a sequence of nothing but padding gives the output bias`(isCausal: Bool) {
    var problem = reference(isCausal)
    problem.lengths = [0, 3]
    let run = Run(problem)
    let bias = problem.outputBias
    expectClose(Array(run.y.prefix(12)), bias + bias + bias)
    #expect(run.gradients.joined().allSatisfy { $0.isFinite })
    #expect(run.gradients[0].prefix(12).allSatisfy { $0 == 0 })
  }

  @Test func `later elements and padding change nothing a causal layer says before`() {
    var problem = reference(true)
    let before = Run(problem).y
    for index in 8..<12 { problem.x[index] += 5 }
    for index in 20..<24 { problem.x[index] -= 3 }
    let after = Run(problem).y
    #expect(after.prefix(8) == before.prefix(8))
    #expect(after[8..<12] != before[8..<12])
    #expect(after[12..<20] == before[12..<20])
  }

  // The elements see each other alone, on whichever side of them the padding is.
  @Test(arguments: [false, true], [1, 3, 17, 20])
  func `the side of the padding changes nothing for the elements`(isCausal: Bool, count: Int) {
    let (size, length) = (6, 20)
    func problem(_ padding: SequencePadding) -> Problem {
      let range = padding.elements(Int32(count), of: length)
      func place(_ values: [Float]) -> [Float] {
        var all = normals(length * size, seed: 9)
        all.replaceSubrange(range.lowerBound * size..<range.upperBound * size, with: values)
        return all
      }
      var dy = [Float](repeating: 0, count: length * size)
      dy.replaceSubrange(
        range.lowerBound * size..<range.upperBound * size, with: normals(count * size, seed: 2))
      return Problem(
        size: size, heads: 2, length: length, lengths: [Int32(count)], isCausal: isCausal,
        padding: padding, x: place(normals(count * size, seed: 1)),
        inputWeight: normals(3 * size * size, seed: 3), inputBias: normals(3 * size, seed: 4),
        outputWeight: normals(size * size, seed: 5), outputBias: normals(size, seed: 6), dy: dy)
    }
    func elements(_ values: [Float], _ padding: SequencePadding) -> [Float] {
      let range = padding.elements(Int32(count), of: length)
      return Array(values[range.lowerBound * size..<range.upperBound * size])
    }
    let (after, before) = (Run(problem(.after)), Run(problem(.before)))
    expectClose(elements(before.y, .before), elements(after.y, .after), 1e-5)
    expectClose(
      elements(before.gradients[0], .before), elements(after.gradients[0], .after), 1e-5)
    for index in 1..<5 { expectClose(before.gradients[index], after.gradients[index], 1e-5) }
  }
}
