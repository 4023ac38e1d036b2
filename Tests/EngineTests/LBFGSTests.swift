import Testing

@testable import Engine

@Suite struct LBFGSTests {
  /// Rosenbrock's valley in many dimensions: minimum 0 at all ones.
  private func rosenbrock(_ x: [Double], _ gradient: inout [Double]) -> Double {
    var value = 0.0
    for i in stride(from: 0, to: x.count, by: 2) {
      let a = x[i + 1] - x[i] * x[i]
      let b = 1 - x[i]
      value += 100 * a * a + b * b
      gradient[i] = -400 * x[i] * a - 2 * b
      gradient[i + 1] = 200 * a
    }
    return value
  }

  @Test func `it finds the bottom of Rosenbrock's valley`() {
    var point = (0..<20).map { $0 % 2 == 0 ? -1.2 : 1.0 }
    let result = LBFGS(maximumIterations: 200, decreaseTolerance: 0)
      .minimise(&point, objective: rosenbrock)
    #expect(result.outcome == .converged)
    #expect(result.gradientMagnitude <= 1e-5)
    for coordinate in point { #expect(abs(coordinate - 1) < 1e-4) }
  }

  @Test func `a badly scaled quadratic in Float32 is solved`() {
    let scales = (0..<50).map { Float(1 << ($0 % 10)) }
    var point = [Float](repeating: 5, count: 50)
    let result = LBFGS(memory: 5, maximumIterations: 300, gradientTolerance: 1e-3)
      .minimise(&point) { x, gradient in
        var value = 0.0
        for i in x.indices {
          gradient[i] = scales[i] * (x[i] - Float(i))
          value += Double(scales[i] * (x[i] - Float(i)) * (x[i] - Float(i))) / 2
        }
        return value
      }
    #expect(result.value < 1e-6)
    for i in point.indices { #expect(abs(point[i] - Float(i)) < 1e-2) }
  }

  @Test func `a start at the minimum is left alone`() {
    var point: [Double] = [1, 1]
    let result = LBFGS().minimise(&point, objective: rosenbrock)
    #expect(result.outcome == .converged)
    #expect(result.iterations == 0)
    #expect(point == [1, 1])
  }

  @Test func `limits, cancellation and broken objectives are reported`() {
    var point: [Double] = [-1.2, 1]
    #expect(
      LBFGS(maximumIterations: 3).minimise(&point, objective: rosenbrock).outcome
        == .iterationLimit)
    let cancellation = Cancellation()
    cancellation.cancel()
    let cancelled = LBFGS().minimise(&point, cancellation: cancellation, objective: rosenbrock)
    #expect(cancelled.outcome == .cancelled)
    let broken = LBFGS().minimise(&point) { _, _ in .nan }
    #expect(broken.outcome == .notFinite)
    // A gradient that points uphill has no step that decreases the value.
    let lying = LBFGS().minimise(&point) { x, gradient in
      gradient = [-1, 0]
      return x[0] * x[0] + 1
    }
    #expect(lying.outcome == .stalled)
  }
}
