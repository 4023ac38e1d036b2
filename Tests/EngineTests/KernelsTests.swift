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

  // Python: math.exp of the Float32 argument, to 17 digits.
  @Test func `the exponential is exact to two units in the last place`() {
    let cases: [(x: Float, expected: Double)] = [
      (0, 1), (1, 2.718281828459045), (-1, 0.36787944117144233), (0.5, 1.6487212707001282),
      (-10, 4.5399929762484854e-05), (20, 485165195.40979028), (-80, 1.8048513878454153e-35),
      (87, 6.0760302250568721e+37),
    ]
    for (x, expected) in cases {
      let value = Double(Kernels.exp(Lanes(repeating: x))[7])
      #expect(abs(value - expected) <= 2 * 0x1p-23 * expected, "exp(\(x))")
    }
    // eᵃ⁺ᵇ = eᵃ·eᵇ over the whole range of arguments.
    for step in -800..<800 {
      let x = Float(step) / 20
      let whole = Double(Kernels.exp(Lanes(repeating: 2 * x))[0])
      let half = Double(Kernels.exp(Lanes(repeating: x))[0])
      #expect(abs(half * half / whole - 1) < 6 * 0x1p-23, "exp(\(2 * x))")
    }
  }

  @Test func `the exponential neither overflows nor vanishes`() {
    for x: Float in [88, 1e30, .greatestFiniteMagnitude, .infinity] {
      #expect(Kernels.exp(Lanes(repeating: x))[0].isFinite)
    }
    for x: Float in [-88, -1e30, -.infinity] {
      #expect(Kernels.exp(Lanes(repeating: x))[0] < 1.3e-38)
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
        let expected = Kernels.exp(Lanes(repeating: Float(Double(logits[index]) - logSum)))[0]
        #expect(abs(row[index] - expected) < 1e-5)
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
