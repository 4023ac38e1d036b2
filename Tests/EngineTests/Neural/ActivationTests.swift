import Glibc
import Testing

@testable import Engine

@Suite struct ActivationTests {
  private func run(_ f: Activation, _ x: [Float], _ dy: [Float]) -> (y: [Float], dx: [Float]) {
    var y = [Float](repeating: .nan, count: x.count)
    var dx = [Float](repeating: 0, count: x.count)
    f.forward(x, &y, count: x.count)
    f.backward(x, dy, &dx, count: x.count)
    return (y, dx)
  }

  private static let references: [(Activation, y: [Float], dx: [Float])] = [
    (.rectifier, LayerReferences.rectifierY, LayerReferences.rectifierX),
    (.tanh, LayerReferences.tanhY, LayerReferences.tanhX),
    (.sigmoid, LayerReferences.sigmoidY, LayerReferences.sigmoidX),
    (.gelu, LayerReferences.geluY, LayerReferences.geluX),
    (.geluTanh, LayerReferences.geluTanhY, LayerReferences.geluTanhX),
  ]

  @Test(arguments: references.indices)
  func `values and gradients agree with PyTorch`(index: Int) {
    let (f, y, dx) = Self.references[index]
    let run = run(f, wave(0.1, 9, scale: 3), wave(0.4, 9))
    expectClose(run.y, y, 1e-6, "\(f)")
    expectClose(run.dx, dx, 1e-6, "\(f)")
  }

  private func plain(_ f: Activation, _ x: Double) -> Double {
    switch f {
    case .rectifier: max(x, 0)
    case .tanh: Glibc.tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .gelu: x * erfc(-x / 2.0.squareRoot()) / 2
    case .geluTanh:
      0.5 * x * (1 + Glibc.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  @Test(arguments: Activation.allCases, [0, 1, 15, 16, 17, 50])
  func `odd sizes agree with the C library and central differences`(f: Activation, count: Int) {
    let (x, dy) = (normals(count, seed: 1).map { 3 * $0 }, normals(count, seed: 2))
    let run = run(f, x, dy)
    expectClose(run.y, x.map { Float(plain(f, Double($0))) }, 1e-6, "\(f)")
    let gradient = centralDifferences(at: x) { x in weighted(x.map { plain(f, $0) }, dy) }
    expectClose(run.dx, gradient, 1e-6, "\(f)")
  }

  @Test(arguments: Activation.allCases)
  func `great arguments give the limits`(f: Activation) {
    let run = run(f, [-1e18, -60, 60, 1e18], [1, 1, 1, 1])
    let limits: [Float] = f == .tanh ? [-1, 1] : f == .sigmoid ? [0, 1] : [0, 60]
    #expect(abs(run.y[1] - limits[0]) < 1e-6 && abs(run.y[2] - limits[1]) < 1e-5)
    #expect(run.y.allSatisfy { $0.isFinite })
    #expect(run.dx.allSatisfy { $0 >= -1e-6 && $0 <= 1.000_001 })
  }
}
