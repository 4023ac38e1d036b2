import Testing

@testable import Engine

@Suite struct LBFGSHistoryTests {
  private func random(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
    (0..<count).map { _ in generator.normal() }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The two-loop recursion on whole vectors, Nocedal & Wright 2006, 7.4.
  private func twoLoops(
    _ pairs: [(step: [Double], change: [Double])], _ gradient: [Double]
  ) -> [Double] {
    var q = gradient
    var weights = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      weights[index] = dot(pair.step, q) / dot(pair.step, pair.change)
      for i in q.indices { q[i] -= weights[index] * pair.change[i] }
    }
    if let last = pairs.last {
      let scale = dot(last.step, last.change) / dot(last.change, last.change)
      for i in q.indices { q[i] *= scale }
    }
    for (index, pair) in pairs.enumerated() {
      let weight = dot(pair.change, q) / dot(pair.step, pair.change)
      for i in q.indices { q[i] += (weights[index] - weight) * pair.step[i] }
    }
    return q
  }

  @Test(arguments: [1, 9, 2048, 40_000])
  func `it multiplies as the recursion on vectors does`(size: Int) {
    var generator = SplitMix64(seed: 11)
    let history = LBFGSHistory<Double>(capacity: 3, size: size, threads: 2)
    var pairs: [(step: [Double], change: [Double])] = []
    for _ in 0..<6 {
      let (point, gradient) = (random(size, &generator), random(size, &generator))
      let step = random(size, &generator)
      // A change along the step with some noise has positive curvature.
      let noise = random(size, &generator)
      let change = (0..<size).map { 2 * step[$0] + 0.1 * noise[$0] }
      let newPoint = (0..<size).map { point[$0] + step[$0] }
      let newGradient = (0..<size).map { gradient[$0] + change[$0] }
      var product = [Double](repeating: 0, count: size)
      history.append(from: point, gradient, to: newPoint, newGradient)
      if dot(step, change) > 0 { pairs = (pairs + [(step, change)]).suffix(3) }
      history.multiply(gradient, into: &product)
      let expected = twoLoops(pairs, gradient)
      for i in 0..<size { #expect(abs(product[i] - expected[i]) < 1e-9) }
    }
  }

  @Test func `a step without positive curvature is forgotten`() {
    let history = LBFGSHistory<Float>(capacity: 2, size: 2, threads: 1)
    history.append(from: [0, 0], [0, 0], to: [1, 0], [-1, 0])
    #expect(history.isEmpty)
    history.append(from: [0, 0], [0, 0], to: [1, 0], [4, 0])
    #expect(!history.isEmpty)
    var product: [Float] = [0, 0]
    history.multiply([8, 8], into: &product)
    #expect(product == [2, 2])
    history.removeAll()
    history.multiply([8, 8], into: &product)
    #expect(product == [8, 8])
  }

  @Test(arguments: [0, 1, 2047, 2048, 2049, 32_768, 32_769, 70_000])
  func `inner products do not depend on the number of threads`(count: Int) {
    var generator = SplitMix64(seed: 12)
    let a = (0..<count).map { _ in Float(generator.normal()) }
    let b = (0..<count).map { _ in Float(generator.normal()) }
    let once = Float.dot(a, b, threads: 1)
    let expected = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(once - expected) < 1e-6 * Double(count + 1))
    for threads in [2, 4] { #expect(Float.dot(a, b, threads: threads) == once) }
  }
}
