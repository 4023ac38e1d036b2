import Testing

@testable import Engine

@Suite struct OWLQNTests {
  private static let features: [[Double]] = (0..<30).map { i in
    (0..<5).map { j in
      if (i + j) % 3 == 0 { return 0 }
      let residue = (7 * i + 13 * j) % 11
      return Double(residue) / 5 - 1
    }
  }
  private static let labels = (0..<30).map { i in (i * i + i / 4) % 3 > 0 ? 1.0 : 0 }

  /// The summed log-loss; parameters are weights, then perhaps an intercept.
  private static func logLoss(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
    for i in gradient.indices { gradient[i] = 0 }
    return zip(features, labels).reduce(0) { total, example in
      let row = example.0 + [1]
      let z = parameters.indices.reduce(0) { $0 + parameters[$1] * row[$1] }
      let residual = Logistic.sigmoid(z) - example.1
      for i in gradient.indices { gradient[i] += residual * row[i] }
      return total + Logistic.softplus(z) - example.1 * z
    }
  }

  // Reference/l1_logistic.py, solver saga.
  @Test(arguments: [
    (0.1, [1.17791831, 0.1885178513, 1.185367511, 0, 0.1519394685, 0.5161570509], 18.2988999555),
    (0.1, [1.071731755, 0.07647501312, 1.018900833, 0, 0.01094010707], 19.1254567324),
    (0.5, [0.8554052854, 0, 0.8365749591, 0, 0, 0.4666364071], 19.1191559662),
    (0.5, [0.7902911831, 0, 0.744525194, 0, 0], 19.8531033416),
    (1, [0.517892484, 0, 0.4889386703, 0, 0, 0.4337667547], 19.791038586),
    (1, [0.4700563807, 0, 0.4274822074, 0, 0], 20.4591402558),
  ])
  func `coefficients equal scikit-learn's`(l1: Double, expected: [Double], value: Double) {
    var point = [Double](repeating: 0, count: expected.count)
    let penalties = point.indices.map { $0 < 5 ? l1 : 0 }
    let result = LBFGS(gradientTolerance: 1e-9, decreaseTolerance: 0)
      .minimise(&point, penalties: penalties, objective: Self.logLoss)
    #expect(result.gradientMagnitude < 1e-6)
    #expect(abs(result.value - value) < 1e-9 * value)
    for (coordinate, expected) in zip(point, expected) {
      #expect(abs(coordinate - expected) <= 1e-6 * abs(expected))
    }
  }

  @Test func `without penalties it finds what L-BFGS finds`() {
    var point = [Double](repeating: 0, count: 6)
    var smooth = point
    let result = LBFGS(gradientTolerance: 1e-7, decreaseTolerance: 0).minimise(
      &point, penalties: [0, 0, 0, 0, 0, 0], objective: Self.logLoss)
    _ = LBFGS(gradientTolerance: 1e-7, decreaseTolerance: 0).minimise(
      &smooth, objective: Self.logLoss)
    #expect(result.outcome == .converged)
    for (a, b) in zip(point, smooth) { #expect(abs(a - b) < 1e-6) }
  }

  @Test(arguments: 1...20)
  func `random penalised quadratics are solved to their optimality conditions`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let size = 1 + generator.index(below: 40)
    let matrix = (0..<size * (size + 2)).map { _ in generator.normal() }
    let target = (0..<size + 2).map { _ in 3 * generator.normal() }
    let penalties = (0..<size).map { _ in generator.index(below: 3) == 0 ? 0 : generator.uniform() }
    func half(_ x: [Double], _ gradient: inout [Double]) -> Double {
      for i in 0..<size { gradient[i] = 0.1 * x[i] }
      var value = 0.05 * x.reduce(0) { $0 + $1 * $1 }
      for row in target.indices {
        let residual = (0..<size).reduce(-target[row]) { $0 + matrix[row * size + $1] * x[$1] }
        for i in 0..<size { gradient[i] += residual * matrix[row * size + i] }
        value += residual * residual / 2
      }
      return value
    }
    var point = (0..<size).map { _ in generator.normal() }
    _ = LBFGS(maximumIterations: 3_000, gradientTolerance: 1e-6, decreaseTolerance: -1)
      .minimise(&point, penalties: penalties, objective: half)
    var gradient = point
    _ = half(point, &gradient)
    for i in 0..<size {
      if point[i] == 0 {
        #expect(abs(gradient[i]) <= penalties[i] + 1e-4, "seed \(seed), coordinate \(i)")
      } else {
        let slope = gradient[i] + (point[i] > 0 ? penalties[i] : -penalties[i])
        #expect(abs(slope) < 1e-4, "seed \(seed), coordinate \(i)")
      }
    }
  }

  @Test func `separate coordinates in Float32 are soft thresholds`() {
    let targets = normals(200, seed: 5).map { 2 * $0 }
    var point = [Float](repeating: 0, count: 200)
    let result = LBFGS(gradientTolerance: 1e-5).minimise(
      &point, penalties: [Float](repeating: 0.8, count: 200)
    ) { x, gradient in
      var value = 0.0
      for i in x.indices {
        gradient[i] = x[i] - targets[i]
        value += Double(gradient[i] * gradient[i]) / 2
      }
      return value
    }
    var expected = targets
    Float.softThreshold(&expected, by: 0.8)
    #expect(result.outcome == .converged)
    expectClose(point, expected, 1e-5)
    #expect(zip(point, expected).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test func `a penalty that outweighs every slope leaves zero`() {
    var point = [Double](repeating: 0, count: 5)
    let result = LBFGS().minimise(
      &point, penalties: [9, 9, 9, 9, 9], objective: Self.logLoss)
    #expect(result.outcome == .converged && result.iterations == 0)
    #expect(point == [0, 0, 0, 0, 0])
  }

  @Test func `limits, cancellation and broken objectives are reported`() {
    let penalties = [0.1, 0.1, 0.1, 0.1, 0.1]
    var point = [Double](repeating: 0, count: 5)
    let limited = LBFGS(maximumIterations: 2)
      .minimise(&point, penalties: penalties, objective: Self.logLoss)
    #expect(limited.outcome == .iterationLimit && limited.iterations == 2)
    let cancellation = Cancellation()
    cancellation.cancel()
    let cancelled = LBFGS().minimise(
      &point, penalties: penalties, cancellation: cancellation, objective: Self.logLoss)
    #expect(cancelled.outcome == .cancelled)
    let broken = LBFGS().minimise(&point, penalties: penalties) { _, _ in .nan }
    #expect(broken.outcome == .notFinite)
    // A gradient that points uphill has no step that decreases the value.
    let lying = LBFGS().minimise(&point, penalties: penalties) { x, gradient in
      gradient = [-1, -1, -1, -1, -1]
      return x.reduce(0) { $0 + $1 * $1 + $1 }
    }
    #expect(lying.outcome == .stalled)
  }
}
