import Testing

@testable import Engine

@Suite struct LayerNormTests {
  private struct Run {
    var y, dx, dGain, dBias: [Float]

    init(x: [Float], gain: [Float], bias: [Float], dy: [Float]) {
      var layout = ParameterLayout()
      let layer = LayerNorm("n", size: gain.count, in: &layout)
      let slab = ParameterSlab(layout)
      slab.set(layer.gain, gain)
      slab.set(layer.bias, bias)
      let n = x.count / gain.count
      y = [Float](repeating: .nan, count: x.count)
      dx = [Float](repeating: 0, count: x.count)
      var saved = [Float](repeating: .nan, count: 2 * n)
      layer.forward(slab, x, &y, saved: &saved, n: n)
      layer.backward(slab, x, dy, &dx, saved: saved, n: n)
      dGain = slab.gradient(layer.gain).values
      dBias = slab.gradient(layer.bias).values
    }
  }

  @Test func `a small layer agrees with PyTorch`() {
    let run = Run(x: wave(0.1, 38), gain: wave(0.2, 19), bias: wave(0.3, 19), dy: wave(0.4, 38))
    expectClose(run.y, LayerReferences.layerNormY)
    expectClose(run.dx, LayerReferences.layerNormX)
    expectClose(run.dGain, LayerReferences.layerNormGain)
    expectClose(run.dBias, LayerReferences.layerNormBias)
  }

  @Test(arguments: [(1, 1), (3, 2), (2, 16), (4, 17), (2, 47), (0, 8)])
  func `odd sizes agree with plain loops and central differences`(n: Int, size: Int) {
    let (x, dy) = (normals(n * size, seed: 1).map { 2 * $0 + 3 }, normals(n * size, seed: 2))
    let (gain, bias) = (normals(size, seed: 3), normals(size, seed: 4))
    func forward(_ x: [Double], _ gain: [Double], _ bias: [Double]) -> [Double] {
      (0..<n).flatMap { row in
        let values = x[row * size..<(row + 1) * size]
        let mean = values.reduce(0, +) / Double(size)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
        return values.enumerated().map {
          ($1 - mean) / (variance + 1e-5).squareRoot() * gain[$0] + bias[$0]
        }
      }
    }
    let (X, G, B) = (x.map(Double.init), gain.map(Double.init), bias.map(Double.init))
    let run = Run(x: x, gain: gain, bias: bias, dy: dy)
    expectClose(run.y, forward(X, G, B).map { Float($0) }, 1e-5)
    expectClose(run.dx, centralDifferences(at: x) { weighted(forward($0, G, B), dy) }, 1e-4)
    expectClose(run.dGain, centralDifferences(at: gain) { weighted(forward(X, $0, B), dy) }, 1e-5)
    expectClose(run.dBias, centralDifferences(at: bias) { weighted(forward(X, G, $0), dy) }, 1e-5)
  }

  @Test func `a constant row gives the bias`() {
    let run = Run(
      x: [Float](repeating: 7, count: 18), gain: wave(0.2, 18), bias: wave(0.3, 18),
      dy: wave(0.4, 18))
    #expect(run.y == wave(0.3, 18))
    #expect(run.dx.allSatisfy { $0.isFinite })
  }
}
