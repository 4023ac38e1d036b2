import Glibc
import Testing

@testable import Engine

/// The inputs of Reference/layers.py: sin(phase + 0.7·i).
func wave(_ phase: Double, _ count: Int, scale: Double = 1) -> [Float] {
  (0..<count).map { Float(scale * sin(phase + 0.7 * Double($0))) }
}

/// Numbers drawn from the normal distribution.
func normals(_ count: Int, seed: UInt64) -> [Float] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in Float(generator.normal()) }
}

/// Expects two arrays to agree within a share of the greatest magnitude.
func expectClose(
  _ values: [Float], _ expected: [Float], _ tolerance: Float = 2e-6, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard values.count == expected.count else {
    Issue.record("\(what): \(values.count) for \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let size = max(expected.map(abs).max() ?? 0, 1)
  let gap = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
  let finite = values.allSatisfy(\.isFinite)
  #expect(
    finite && gap <= tolerance * size, "\(what): off by \(gap) of \(size)",
    sourceLocation: sourceLocation)
}

/// The gradient of a function of Double numbers by central differences.
func centralDifferences(at x: [Float], _ f: ([Double]) -> Double) -> [Float] {
  let point = x.map(Double.init)
  return point.indices.map { index in
    var (above, below) = (point, point)
    above[index] += 1e-5
    below[index] -= 1e-5
    return Float((f(above) - f(below)) / 2e-5)
  }
}

/// Σ aᵢ·bᵢ of a result and the fixed gradient that comes from above.
func weighted(_ y: [Double], _ dy: [Float]) -> Double {
  zip(y, dy).reduce(0) { $0 + $1.0 * Double($1.1) }
}
