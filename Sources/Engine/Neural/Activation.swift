// Shapes: x, y, dy, dx: any, of the same count.

/// A function of one variable applied to every element.
package enum Activation: Sendable, Hashable, CaseIterable {
  case rectifier
  case tanh
  case sigmoid
  /// x·Φ(x) with the normal distribution function Φ.
  ///
  /// - Source: D. Hendrycks & K. Gimpel 2016, "Gaussian Error Linear Units",
  ///   arXiv:1606.08415.
  case gelu
  /// The approximation of `gelu` through a hyperbolic tangent, of the same
  /// paper.
  case geluTanh

  /// y ← f(x); x and y may be the same memory.
  package func forward(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch self {
    case .rectifier: unsafe Kernels.map(x, y, count) { $0.replacing(with: 0, where: $0 .< 0) }
    case .tanh: unsafe Kernels.map(x, y, count) { 2 * logistic(2 * $0) - 1 }
    case .sigmoid: unsafe Kernels.map(x, y, count) { logistic($0) }
    case .gelu: unsafe Kernels.map(x, y, count) { $0 * normal($0).distribution }
    case .geluTanh: unsafe Kernels.map(x, y, count) { $0 * geluGate($0) }
    }
  }

  /// dx ← dx + dy·f′(x).
  package func backward(
    _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    switch self {
    case .rectifier:
      unsafe Kernels.accumulate(x, dy, into: dx, count) { x, dy in
        dy.replacing(with: 0, where: x .<= 0)
      }
    case .tanh:
      unsafe Kernels.accumulate(x, dy, into: dx, count) { x, dy in
        let s = logistic(2 * x)
        return dy * (4 * s * (1 - s))
      }
    case .sigmoid:
      unsafe Kernels.accumulate(x, dy, into: dx, count) { x, dy in
        let s = logistic(x)
        return dy * (s * (1 - s))
      }
    case .gelu:
      unsafe Kernels.accumulate(x, dy, into: dx, count) { x, dy in
        let (distribution, density) = normal(x)
        return dy * (distribution + x * density)
      }
    case .geluTanh:
      unsafe Kernels.accumulate(x, dy, into: dx, count) { x, dy in
        // Beyond, the gate is 0 or 1 and squares would overflow.
        let c = x.clamped(lowerBound: Lanes(repeating: -20), upperBound: Lanes(repeating: 20))
        let s = geluGate(c)
        let slope = geluSlope * (1 + 3 * geluCubic * c * c)
        return dy * (s + c * s * (1 - s) * slope)
      }
    }
  }
}

@inline(__always)
private func logistic(_ x: Lanes) -> Lanes { 1 / (1 + Kernels.exp(-x)) }

/// 2√(2/π): the hyperbolic tangent is written as a logistic function of twice
/// its argument.
private let geluSlope: Float = 1.595_769_122
private let geluCubic: Float = 0.044_715

@inline(__always)
private func geluGate(_ x: Lanes) -> Lanes {
  let c = x.clamped(lowerBound: Lanes(repeating: -20), upperBound: Lanes(repeating: 20))
  return logistic(geluSlope * (c + geluCubic * c * c * c))
}

/// Φ(x) within 1e-7, and φ(x).
///
/// - Source: M. Abramowitz & I. A. Stegun 1964, "Handbook of Mathematical
///   Functions", 7.1.26.
@inline(__always)
private func normal(_ x: Lanes) -> (distribution: Lanes, density: Lanes) {
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let e = Kernels.exp(-0.5 * x * x)
  // 0.3275911/√2, for the error function of x/√2.
  let t = 1 / (1 + 0.231_641_888 * magnitude)
  var p = 1.061_405_429 * t - 1.453_152_027
  p = p * t + 1.421_413_741
  p = p * t - 0.284_496_736
  p = p * t + 0.254_829_592
  let tail = 0.5 * p * t * e
  return (tail.replacing(with: 1 - tail, where: x .>= 0), 0.398_942_28 * e)
}
