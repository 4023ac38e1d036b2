import CKernels
import Engine
import Testing

struct UpdateKernelsTests {
  private static let count = 48

  /// One parameter with its gradient and moments before a step, from which a
  /// rule makes those after it.
  private typealias Rule = (_ x: Double, _ g: Double, _ m: Double, _ v: Double) -> (
    x: Double, m: Double, v: Double
  )

  private func check(
    _ what: String, _ step: (inout [Float], [Float], inout [Float], inout [Float]) -> Void,
    _ rule: Rule
  ) {
    let start = normals(Self.count, seed: 1)
    let gradient = normals(Self.count, seed: 2)
    let mean = normals(Self.count, seed: 3)
    let squares = normals(Self.count, seed: 4).map { $0 * $0 }
    var (x, m, v) = (start, mean, squares)
    step(&x, gradient, &m, &v)
    for i in 0..<Self.count {
      let expected = rule(
        Double(start[i]), Double(gradient[i]), Double(mean[i]), Double(squares[i]))
      #expect(abs(Double(x[i]) - expected.x) < 1e-5, "\(what): parameter \(i)")
      #expect(abs(Double(m[i]) - expected.m) < 1e-6, "\(what): first moment \(i)")
      #expect(abs(Double(v[i]) - expected.v) < 1e-5, "\(what): second moment \(i)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `every rule makes the step that its formula says`(kernels: NativeKernels) {
    let table = kernels.table.pointee.updates
    let count = Self.count
    check("descent", { x, g, _, _ in table.descend(&x, g, count, 0.1, 0.2) }) { x, g, m, v in
      (x - 0.1 * (g + 0.2 * x), m, v)
    }
    check("momentum", { x, g, m, _ in table.gain_momentum(&x, g, &m, count, 0.1, 0.2, 0.9) }) {
      x, g, m, v in
      let m = 0.9 * m + g + 0.2 * x
      return (x - 0.1 * m, m, v)
    }
    check("scaling", { x, g, _, v in table.scale(&x, g, &v, count, 0.1, 0.2, 0.9, 0.1, 1e-3) }) {
      x, g, m, v in
      let gradient = g + 0.2 * x
      let v = 0.9 * v + 0.1 * gradient * gradient
      return (x - 0.1 * gradient / (v.squareRoot() + 1e-3), m, v)
    }
    check(
      "Adam",
      { x, g, m, v in
        table.adapt(&x, g, &m, &v, count, 0.1, 0.2, 0.95, 0.9, 0.99, 1.5, 1e-3)
      }
    ) { x, g, m, v in
      let gradient = g + 0.2 * x
      let (m, v) = (0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient * gradient)
      return (0.95 * x - 0.1 * m / (1.5 * v.squareRoot() + 1e-3), m, v)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `zeros stay zero`(kernels: NativeKernels) {
    let zeros = [Float](repeating: 0, count: 16)
    var (x, m, v) = (zeros, zeros, zeros)
    let table = kernels.table.pointee.updates
    table.adapt(&x, zeros, &m, &v, 16, 0.1, 0, 1, 0.9, 0.99, 1, .leastNormalMagnitude)
    table.scale(&x, zeros, &v, 16, 0.1, 0, 1, 1, .leastNormalMagnitude)
    #expect(x == zeros && m == zeros && v == zeros)
  }

  @Test(arguments: NativeKernels.all)
  func `gathering adds the sources in order and clears them`(kernels: NativeKernels) {
    let (count, offset) = (Self.count, 16)
    var sources = (0..<3).map { normals(offset + count, seed: UInt64(10 + $0)) }
    for index in offset..<offset + 16 { sources[1][index] = 0 }
    let before = sources
    var sum = normals(count, seed: 20)
    var squares: Float = 0
    var (first, second, third) = (sources[0], sources[1], sources[2])
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        third.withUnsafeMutableBufferPointer { third in
          let places = [first.baseAddress!, second.baseAddress!, third.baseAddress!]
          squares = kernels.table.pointee.updates.gather(&sum, places, 3, offset, count)
        }
      }
    }
    for i in 0..<count {
      #expect(sum[i] == before[0][offset + i] + before[1][offset + i] + before[2][offset + i])
    }
    let expected = sum.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(Double(squares) - expected) < 1e-5 * expected)
    for (source, old) in zip([first, second, third], before) {
      #expect(source == Array(old.prefix(offset)) + [Float](repeating: 0, count: count))
    }
  }
}
