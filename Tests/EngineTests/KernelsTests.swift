import Glibc
import Testing

@testable import Engine

@Suite struct KernelsTests {
  private static let sizes = [0, 1, 2, 7, 15, 16, 17, 31, 33, 64, 257]

  private func numbers(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(generator.normal()) }
  }

  @Test(arguments: sizes)
  func `dot and addScaled agree with plain loops`(count: Int) {
    let (a, b) = (numbers(count, seed: 1), numbers(count, seed: 2))
    let expected = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(Kernels.dot(a, b, count)) - expected) < 1e-5 * Double(count + 1))
    var y = a
    Kernels.addScaled(&y, 0.37, b, count)
    for index in 0..<count { #expect(abs(y[index] - (a[index] + 0.37 * b[index])) < 1e-6) }
  }

  @Test func `a product of nothing leaves beta times what was there`() {
    let nothing: [Float] = [.nan]
    for (beta, scaled) in [(Float(0), Float(0)), (1, 3), (0.5, 1.5)] {
      // Rows of two elements, three apart; the third is not part of the matrix.
      var c: [Float] = beta == 0 ? [.nan, .infinity, 7, .nan, 3, 7] : [3, 3, 7, 3, 3, 7]
      Kernels.multiply(
        nothing, stride: 1, nothing, stride: 2, plus: beta, &c, stride: 3, rows: 2, columns: 2,
        inner: 0)
      #expect(c == [scaled, scaled, 7, scaled, scaled, 7])
      for transposed in [false, true] {
        var y: [Float] = beta == 0 ? [.nan, 3] : [3, 3]
        Kernels.multiply(
          1, nothing, rows: transposed ? 0 : 2, columns: transposed ? 2 : 0,
          transposed: transposed, nothing, plus: beta, &y)
        #expect(y == [scaled, scaled])
      }
    }
  }

  @Test(arguments: [1, 3, 16, 77])
  func `softmax sums to one and returns the log of the sum`(classCount: Int) {
    let stride = Kernels.padded(classCount)
    for offset: Float in [0, 500, -500] {
      let logits = numbers(classCount, seed: 3).map { $0 + offset }
      var row =
        logits + [Float](repeating: Kernels.paddingLogit, count: stride - classCount)
      let logSum = Kernels.softmax(&row, stride)
      #expect(abs(row.reduce(0, +) - 1) < 1e-5)
      #expect(row[classCount...].allSatisfy { $0 < 1e-37 })
      for index in 0..<classCount {
        // ln p = z − ln Σ eᶻ, checked through eˡⁿ ᵖ.
        let expected = exp(Double(logits[index]) - logSum)
        #expect(abs(Double(row[index]) - expected) < 1e-5)
      }
    }
  }

  @Test func `the logistic function is accurate and never overflows`() {
    // Python: 1/(1 + math.exp(-z)) and math.log1p(math.exp(z)).
    let cases: [(Double, Double, Double)] = [
      (0, 0.5, 0.6931471805599453), (2, 0.8807970779778823, 2.1269280110429727),
      (-2, 0.11920292202211755, 0.1269280110429726),
      (-40, 4.248354255291589e-18, 4.248354255291589e-18),
    ]
    for (z, sigmoid, softplus) in cases {
      #expect(abs(Logistic.sigmoid(z) - sigmoid) <= 1e-15 * sigmoid)
      #expect(abs(Logistic.softplus(z) - softplus) <= 1e-15 * softplus)
    }
    #expect(Logistic.sigmoid(1e308) == 1 && Logistic.sigmoid(-1e308) == 0)
    #expect(Logistic.softplus(1e308) == 1e308 && Logistic.softplus(-1e308) == 0)
  }
}
