import Glibc
import Testing

@testable import Engine

@Suite struct PointwiseLossTests {
  /// A loss of elements, by its kernel and by the formula of one element.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run:
      @Sendable (
        [Float], [Float], UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int
      ) -> Double
    let formula: @Sendable (Double, Double) -> Double
    /// Turns −1 or 1 into a target of the loss.
    let target: @Sendable (Float) -> Float

    static let all: [Case] = [
      Case(
        testDescription: "squared error",
        run: {
          MeanSquaredError().loss($0, $1, weights: $2, gradient: $3, count: $4)
        },
        formula: { ($0 - $1) * ($0 - $1) }, target: { $0 }),
      Case(
        testDescription: "cross-entropy",
        run: {
          BinaryCrossEntropy(labelSmoothing: 0.1, positiveWeight: 2.5)
            .loss($0, $1, weights: $2, gradient: $3, count: $4)
        },
        formula: { z, y in
          let target = 0.9 * y + 0.05
          return 2.5 * target * Logistic.softplus(-z) + (1 - target) * Logistic.softplus(z)
        },
        target: { ($0 + 1) / 2 }),
      Case(
        testDescription: "hinge",
        run: { HingeLoss().loss($0, $1, weights: $2, gradient: $3, count: $4) },
        formula: { max(0, 1 - $0 * $1) }, target: { $0 }),
      Case(
        testDescription: "squared hinge",
        run: {
          HingeLoss(isSquared: true).loss($0, $1, weights: $2, gradient: $3, count: $4)
        },
        formula: { max(0, 1 - $0 * $1) * max(0, 1 - $0 * $1) }, target: { $0 }),
    ]
  }

  @Test func `small cases agree with PyTorch`() {
    let x = wave(0.1, 20, scale: 4)
    let signs: [Float] = wave(0.3, 20).map { $0 > 0 ? 1 : -1 }
    let bits = signs.map { ($0 + 1) / 2 }
    func check(
      _ expected: Double, _ expectedGradient: [Float],
      _ loss: (UnsafeMutablePointer<Float>) -> Double
    ) {
      var gradient = [Float](repeating: 0, count: 20)
      #expect(abs(loss(&gradient) - expected) < 1e-6 * expected)
      expectClose(gradient, expectedGradient, 1e-7)
    }
    check(LossReferences.squaredLoss, LossReferences.squaredGradient) {
      MeanSquaredError().loss(x, bits, gradient: $0, count: 20)
    }
    check(LossReferences.binaryLoss, LossReferences.binaryGradient) {
      BinaryCrossEntropy().loss(x, bits, gradient: $0, count: 20)
    }
    check(LossReferences.weightedLoss, LossReferences.weightedGradient) {
      BinaryCrossEntropy(labelSmoothing: 0.2, positiveWeight: 3)
        .loss(x, bits, gradient: $0, count: 20)
    }
    check(LossReferences.hingeLoss, LossReferences.hingeGradient) {
      HingeLoss().loss(x, signs, gradient: $0, count: 20)
    }
    check(LossReferences.squaredHingeLoss, LossReferences.squaredHingeGradient) {
      HingeLoss(isSquared: true).loss(x, signs, gradient: $0, count: 20)
    }
  }

  @Test(arguments: Case.all, 1...12)
  func `random sizes and weights agree with plain loops and central differences`(
    loss: Case, seed: UInt64
  ) {
    var generator = SplitMix64(seed: seed)
    let count = 1 + generator.index(below: seed == 12 ? 5_000 : 70)
    let x = (0..<count).map { _ in Float(3 * generator.normal()) }
    let y = (0..<count).map { _ in loss.target(generator.uniform() < 0.5 ? -1 : 1) }
    let weights = (0..<count).map { _ in Float(generator.index(below: 3)) }
    for weights in [nil, weights] {
      let w = weights?.map(Double.init) ?? [Double](repeating: 1, count: count)
      let whole = max(w.reduce(0, +), 1e-30)
      let expected = x.indices.reduce(0.0) {
        $0 + w[$1] * loss.formula(Double(x[$1]), Double(y[$1]))
      }
      var gradient = [Float](repeating: 1, count: count)
      let value = loss.run(x, y, weights, &gradient, count)
      #expect(
        abs(value - expected / whole) <= 1e-6 * max(1, expected / whole),
        "seed \(seed), count \(count)")
      #expect(loss.run(x, y, weights, nil, count) == value)
      let slopes = x.indices.map { i in
        let (z, t) = (Double(x[i]), Double(y[i]))
        let rise = loss.formula(z + 1e-6, t) - loss.formula(z - 1e-6, t)
        return Float(1 + w[i] * rise / (2e-6 * whole))
      }
      expectClose(gradient, slopes, 1e-6, "seed \(seed), count \(count)")
    }
  }

  @Test func `elements of weight zero may hold anything`() {
    var gradient: [Float] = [0, 0, 0]
    let value = MeanSquaredError().loss(
      [.nan, 3, 4], [0, 1, .infinity], weights: [0, 2, 0], gradient: &gradient, count: 3)
    #expect(value == 4 && gradient == [0, 4, 0])
    #expect(MeanSquaredError().loss([1], [2], weights: [0], gradient: nil, count: 1) == 0)
    #expect(HingeLoss().loss([], [], gradient: nil, count: 0) == 0)
    #expect(
      BinaryCrossEntropy().loss([.nan], [1], gradient: nil, count: 1).isNaN, "NaN is not hidden")
  }

  @Test func `great logits neither overflow nor lose the loss`() {
    var gradient: [Float] = [0, 0, 0, 0]
    let value = BinaryCrossEntropy().loss(
      [1e30, -1e30, 100, -100], [1, 0, 0, 1], gradient: &gradient, count: 4)
    #expect(value == 50)
    expectClose(gradient, [0, 0, 0.25, -0.25], 1e-30)
    let tiny = BinaryCrossEntropy().loss([20], [1], gradient: nil, count: 1)
    #expect(abs(tiny - 2.061_153_6e-9) < 1e-15)
  }

  @Test(arguments: [1, 2, 15, 16, 17, 40], [false, true])
  func `one machine against the rest sums over classes`(classes: Int, isSquared: Bool) {
    let scores = normals(4 * classes, seed: UInt64(classes))
    let labels: [Int32] = [0, -1, Int32(classes - 1), Int32(classes / 2)]
    func loss(_ x: [Double]) -> Double {
      [0, 2, 3].reduce(0) { total, row in
        (0..<classes).reduce(total) { total, k in
          let y: Double = k == Int(labels[row]) ? 1 : -1
          let gap = max(0, 1 - y * x[row * classes + k])
          return total + (isSquared ? gap * gap : gap) / 3
        }
      }
    }
    var gradient = [Float](repeating: 0, count: scores.count)
    let value = HingeLoss(isSquared: isSquared).loss(
      scores, labels: labels, gradient: &gradient, n: 4, classes: classes)
    #expect(abs(value - loss(scores.map(Double.init))) < 1e-6 * max(1, value))
    expectClose(gradient, centralDifferences(at: scores, loss), 1e-6)
    let none = HingeLoss().loss(scores, labels: [-1], gradient: nil, n: 1, classes: classes)
    #expect(none == 0)
  }
}
