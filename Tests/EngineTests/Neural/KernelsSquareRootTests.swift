import Testing

@testable import Engine

@Suite struct KernelsSquareRootTests {
  @Test func `both roots are exact to three units in the last place over all magnitudes`() {
    var generator = SplitMix64(seed: 11)
    for exponent in -125..<127 {
      for _ in 0..<20 {
        let x = Float(sign: .plus, exponent: exponent, significand: Float(1 + generator.uniform()))
        let expected = Double(x).squareRoot()
        let root = Double(Kernels.squareRoot(Lanes(repeating: x))[5])
        let reciprocal = Double(Kernels.reciprocalSquareRoot(Lanes(repeating: x))[5])
        #expect(abs(root - expected) <= 3 * 0x1p-23 * expected, "√\(x)")
        #expect(abs(reciprocal * expected - 1) <= 3 * 0x1p-23, "1/√\(x)")
      }
    }
  }

  @Test func `zero and the smallest numbers have finite roots`() {
    #expect(Kernels.squareRoot(.zero) == .zero)
    #expect(Kernels.reciprocalSquareRoot(.zero)[0].isFinite)
    for x in [Float.leastNonzeroMagnitude, 0x1p-140, 0x1p-128] {
      let root = Kernels.squareRoot(Lanes(repeating: x))[0]
      #expect(root >= 0 && root <= 1.001 * x.squareRoot())
    }
  }
}
