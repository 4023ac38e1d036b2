import Glibc
import Testing

@testable import Engine

@Suite struct FeedForwardTests {
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

  private func project(_ x: [Double], _ w: [Double], _ b: [Double]) -> [Double] {
    let inputs = w.count / b.count
    return (0..<x.count / inputs).flatMap { row in
      b.indices.map { output in
        (0..<inputs).reduce(b[output]) { $0 + x[row * inputs + $1] * w[output * inputs + $1] }
      }
    }
  }

  @Test(arguments: Activation.allCases, [(1, 1, 1), (3, 5, 7), (2, 16, 33)])
  func `odd sizes agree with plain loops and central differences`(
    f: Activation, sizes: (Int, Int, Int)
  ) {
    let (n, size, width) = sizes
    var layout = ParameterLayout()
    let layer = FeedForward("f", size: size, width: width, activation: f, in: &layout)
    let slab = ParameterSlab(layout)
    let parameters = [
      layer.widen.weight, layer.widen.bias, layer.narrow.weight, layer.narrow.bias,
    ]
    var values = [normals(n * size, seed: 9)]
    for (index, parameter) in parameters.enumerated() {
      values.append(normals(parameter.count, seed: 10 + UInt64(index)))
      slab.set(parameter, values[index + 1])
    }
    func forward(_ p: [[Double]]) -> [Double] {
      project(project(p[0], p[1], p[2]).map { plain(f, $0) }, p[3], p[4])
    }
    let dy = normals(n * size, seed: 20)
    var (y, dx) = (dy, [Float](repeating: 0, count: n * size))
    var saved = [Float](repeating: .nan, count: layer.savedCount(n))
    let arena = Arena(capacity: layer.scratchCount(n))
    layer.forward(slab, values[0], &y, saved: &saved, n: n)
    layer.backward(slab, values[0], dy, &dx, saved: saved, n: n, arena: arena)
    let point = values.map { $0.map(Double.init) }
    expectClose(y, forward(point).map { Float($0) }, 1e-5)
    let gradients = [dx] + parameters.map { slab.gradient($0).values }
    for index in point.indices {
      let expected = centralDifferences(at: values[index]) { moved in
        var point = point
        point[index] = moved
        return weighted(forward(point), dy)
      }
      expectClose(gradients[index], expected, 1e-5, "\(f), array \(index)")
    }
  }
}
