import CKernels
import Engine
import Glibc
import Testing

struct CatalogueKernelsTests {
  static let counts = [0, 1, 3, 15, 16, 17, 31, 32, 33, 47, 48, 100, 1_000]

  @Test(arguments: NativeKernels.all)
  func `the bias is added and the greatest found`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 1)
    let catalogue = kernels.table.pointee.catalogue
    for count in Self.counts {
      let x = (0..<count + 16).map { _ in Float(generator.normal()) }
      let bias = (0..<count).map { _ in Float(generator.normal()) }
      var sums = x
      for i in 0..<count { sums[i] += bias[i] }
      var result = x
      #expect(
        catalogue.greatest(&result, nil, count, -1) == max(-1, x[..<count].max() ?? -1),
        "count \(count)")
      #expect(result == x)
      #expect(
        catalogue.greatest(&result, bias, count, -.infinity)
          == sums[..<count].max() ?? -.infinity)
      #expect(result == sums, "count \(count)")
      guard count > 0 else { continue }
      result[count / 2] = .nan
      #expect(catalogue.greatest(&result, nil, count, 5).isNaN)
    }
  }

  @Test(arguments: NativeKernels.all)
  func `exponentials are those of Double within rounding`(kernels: NativeKernels) {
    var generator = SplitMix64(seed: 2)
    for count in Self.counts {
      let x = (0..<count + 16).map { _ in Float(5 * generator.normal()) }
      let shift = x.max() ?? 0
      var result = x
      let sum = kernels.table.pointee.catalogue.exponentials(&result, count, shift)
      let exact = x[..<count].map { exp(Double($0 - shift)) }
      for i in 0..<count {
        #expect(abs(Double(result[i]) - exact[i]) <= 3e-7 * exact[i], "\(i) of \(count)")
      }
      #expect(result[count...] == x[count...])
      let total = exact.reduce(0, +)
      #expect(abs(Double(sum) - total) <= 1e-6 * total, "count \(count)")
    }
  }

  @Test(arguments: NativeKernels.all)
  func `exponentials of far smaller numbers are next to nothing`(kernels: NativeKernels) {
    var x: [Float] = [-1e30, -.infinity, -88, 0, .nan]
    let sum = kernels.table.pointee.catalogue.exponentials(&x, 4, 0)
    #expect(x[..<3].allSatisfy { $0 >= 0 && $0 < 2e-38 } && x[3] == 1 && sum == 1)
    let broken = kernels.table.pointee.catalogue.exponentials(&x, 5, 0)
    #expect(broken.isNaN && x[4].isNaN)
  }
}
