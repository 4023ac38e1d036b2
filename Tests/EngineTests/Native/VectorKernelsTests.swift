import CKernels
import Engine
import Testing

struct VectorKernelsTests {
  /// Lengths around the unrolled loop, the vectors and the remainder.
  static let counts = [0, 1, 3, 15, 16, 17, 31, 32, 63, 64, 65, 100, 127, 128, 129, 1_000]

  @Test(arguments: NativeKernels.all)
  func `a dot product is that of Double within rounding`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 1)
    for count in Self.counts {
      let a = (0..<count).map { _ in Float(generator.normal()) }
      let b = (0..<count).map { _ in Float(generator.normal()) }
      let exact = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let magnitude = zip(a, b).reduce(0.0) { $0 + abs(Double($1.0) * Double($1.1)) }
      let result = kernels.table.pointee.vectors.dot(a, b, count)
      #expect(abs(Double(result) - exact) <= 1e-6 * magnitude, "count \(count)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `adding a scaled vector changes its elements and no others`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 2)
    for count in Self.counts {
      let x = (0..<count).map { _ in Float(generator.normal()) }
      let before = (0..<count + 16).map { _ in Float(generator.normal()) }
      var y = before
      kernels.table.pointee.vectors.add_scaled(&y, 0.7, x, count)
      for i in 0..<count {
        #expect(abs(y[i] - (before[i] + 0.7 * x[i])) <= 1e-6, "element \(i) of \(count)")
      }
      #expect(y[count...] == before[count...])
    }
  }
}
