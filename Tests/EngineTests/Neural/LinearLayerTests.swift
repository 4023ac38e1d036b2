import Testing

@testable import Engine

@Suite struct LinearLayerTests {
  private struct Run {
    var y, dx, dw, db: [Float]

    init(x: [Float], w: [Float], b: [Float], dy: [Float], inputs: Int, outputs: Int) {
      var layout = ParameterLayout()
      let layer = LinearLayer("l", inputs: inputs, outputs: outputs, in: &layout)
      let slab = ParameterSlab(layout)
      slab.set(layer.weight, w)
      slab.set(layer.bias, b)
      let n = x.count / inputs
      y = [Float](repeating: .nan, count: n * outputs)
      dx = [Float](repeating: 0, count: x.count)
      layer.forward(slab, x, &y, n: n)
      layer.backward(slab, x, dy, &dx, n: n)
      dw = slab.gradient(layer.weight).values
      db = slab.gradient(layer.bias).values
    }
  }

  @Test func `a small layer agrees with PyTorch`() {
    let run = Run(
      x: wave(0.1, 15), w: wave(0.2, 20), b: wave(0.3, 4), dy: wave(0.4, 12), inputs: 5,
      outputs: 4)
    expectClose(run.y, LayerReferences.linearY)
    expectClose(run.dx, LayerReferences.linearX)
    expectClose(run.dw, LayerReferences.linearWeight)
    expectClose(run.db, LayerReferences.linearBias)
  }

  @Test(arguments: [(1, 1, 1), (3, 2, 5), (2, 17, 3), (5, 16, 33), (0, 4, 4)])
  func `odd sizes agree with plain loops and central differences`(
    n: Int, inputs: Int, outputs: Int
  ) {
    let (x, w) = (normals(n * inputs, seed: 1), normals(outputs * inputs, seed: 2))
    let (b, dy) = (normals(outputs, seed: 3), normals(n * outputs, seed: 4))
    func forward(_ x: [Double], _ w: [Double], _ b: [Double]) -> [Double] {
      (0..<n * outputs).map { index in
        let (row, output) = index.quotientAndRemainder(dividingBy: outputs)
        return (0..<inputs).reduce(b[output]) {
          $0 + x[row * inputs + $1] * w[output * inputs + $1]
        }
      }
    }
    let (X, W, B) = (x.map(Double.init), w.map(Double.init), b.map(Double.init))
    let run = Run(x: x, w: w, b: b, dy: dy, inputs: inputs, outputs: outputs)
    expectClose(run.y, forward(X, W, B).map { Float($0) }, 1e-5)
    expectClose(run.dx, centralDifferences(at: x) { weighted(forward($0, W, B), dy) }, 1e-5)
    expectClose(run.dw, centralDifferences(at: w) { weighted(forward(X, $0, B), dy) }, 1e-5)
    expectClose(run.db, centralDifferences(at: b) { weighted(forward(X, W, $0), dy) }, 1e-5)
  }

  @Test func `backward adds to what is there`() {
    var layout = ParameterLayout()
    let layer = LinearLayer("l", inputs: 2, outputs: 3, in: &layout)
    let slab = ParameterSlab(layout)
    var generator = SplitMix64(seed: 5)
    layer.initialise(slab, using: &generator)
    var dx: [Float] = [0, 0]
    layer.backward(slab, [1, 2], [3, 4, 5], &dx, n: 1)
    let (once, weight) = (dx, slab.gradient(layer.weight).values)
    layer.backward(slab, [1, 2], [3, 4, 5], &dx, n: 1)
    expectClose(dx, once.map { 2 * $0 })
    expectClose(slab.gradient(layer.weight).values, weight.map { 2 * $0 })
    #expect(slab.gradient(layer.bias).values == [6, 8, 10])
    layer.backward(slab, [1, 2], [3, 4, 5], nil, n: 1)
    #expect(slab.gradient(layer.bias).values == [9, 12, 15])
  }
}
