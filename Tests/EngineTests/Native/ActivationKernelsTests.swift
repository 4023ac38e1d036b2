import CKernels
import Engine
import Glibc
import Testing

struct ActivationKernelsTests {
  private static let counts = [0, 1, 7, 15, 16, 17, 33, 64, 257]

  /// f and f′ in Double.
  private typealias Function = (Double) -> (value: Double, slope: Double)

  private func functions(
    _ kernels: NativeKernels
  ) -> [(name: String, kernel: activation_kernel, function: Function)] {
    let table = kernels.table.pointee.activations
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    return [
      ("rectifier", table.rectifier, { (max($0, 0), $0 > 0 ? 1 : 0) }),
      ("tanh", table.tanh, { (tanh($0), 1 - tanh($0) * tanh($0)) }),
      ("sigmoid", table.sigmoid, { (sigmoid($0), sigmoid($0) * (1 - sigmoid($0))) }),
      (
        "gelu", table.gelu,
        { x in
          let distribution = 0.5 * erfc(-x / 2.0.squareRoot())
          let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
          return (x * distribution, distribution + x * density)
        }
      ),
      (
        "gelu_tanh", table.gelu_tanh,
        { x in
          let factor = (2 / Double.pi).squareRoot()
          let t = tanh(factor * (x + 0.044715 * x * x * x))
          let slope = factor * (1 + 3 * 0.044715 * x * x)
          return (0.5 * x * (1 + t), 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope)
        }
      ),
    ]
  }

  @Test(arguments: NativeKernels.all)
  func `activations and their slopes are those of Double within rounding`(
    kernels: NativeKernels
  ) {
    for (name, kernel, function) in functions(kernels) {
      for count in Self.counts {
        let x = normals(count, seed: 1).map { 3 * $0 }
        let (dy, before) = (normals(count + 8, seed: 2), normals(count + 8, seed: 3))
        let expected = x.map { function(Double($0)) }
        var y = before
        kernel.forward(x, &y, count)
        var (slope, active) = (x + before.suffix(8), before)
        kernel.forward_keeping_slope(&slope, &active, count)
        var dx = before
        kernel.backward(x, dy, &dx, count)
        for i in 0..<count {
          #expect(abs(Double(y[i]) - expected[i].value) < 2e-6, "\(name)(\(x[i]))")
          #expect(abs(Double(slope[i]) - expected[i].slope) < 2e-6, "slope of \(name)(\(x[i]))")
          #expect(abs(dx[i] - (before[i] + dy[i] * slope[i])) < 1e-6, "\(name), \(i) of \(count)")
        }
        #expect(active == y)
        #expect(y[count...] == before[count...] && dx[count...] == before[count...])
        #expect(slope[count...] == before.suffix(8)[...])
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `activations of huge numbers are finite`(kernels: NativeKernels) {
    for (name, kernel, _) in functions(kernels) {
      for x: Float in [-1e30, -200, 200, 1e30] {
        let values = [Float](repeating: x, count: 16)
        var (slope, y) = (values, values)
        kernel.forward_keeping_slope(&slope, &y, 16)
        #expect(y.allSatisfy(\.isFinite) && slope.allSatisfy(\.isFinite), "\(name)(\(x))")
      }
    }
  }

  @Test(arguments: NativeKernels.all)
  func `a product of elements changes no others`(kernels: NativeKernels) {
    for count in Self.counts {
      let (x, before) = (normals(count, seed: 1), normals(count + 3, seed: 2))
      var y = before
      kernels.table.pointee.activations.multiply(x, &y, count)
      for i in 0..<count { #expect(y[i] == x[i] * before[i]) }
      #expect(y[count...] == before[count...])
    }
  }

  @Test(arguments: NativeKernels.all)
  func `dropping keeps and scales the same elements at every level`(kernels: NativeKernels) {
    let baseline = NativeKernels.all[0].table.pointee.activations
    for count in Self.counts {
      let (x, added) = (normals(count, seed: 1), normals(count, seed: 2))
      var (y, expected) = (normals(count + 5, seed: 3), normals(count + 5, seed: 3))
      kernels.table.pointee.activations.drop(x, nil, &y, count, 0x1234_5678_9abc, 1 << 31, 2)
      baseline.drop(x, nil, &expected, count, 0x1234_5678_9abc, 1 << 31, 2)
      #expect(y == expected)
      for i in 0..<count { #expect(y[i] == 0 || y[i] == 2 * x[i]) }
      var sum = y
      kernels.table.pointee.activations.drop(x, added, &sum, count, 0x1234_5678_9abc, 1 << 31, 2)
      for i in 0..<count { #expect(abs(sum[i] - (added[i] + y[i])) < 1e-6) }
      #expect(sum[count...] == y[count...])
    }
  }
}
