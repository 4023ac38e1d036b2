package import Engine

/// A positive semidefinite similarity of two rows of features.
package enum KernelFunction: Codable, Sendable, Hashable {
  /// x·y.
  case linear
  /// (gamma·x·y + constant)^degree.
  case polynomial(degree: Int, gamma: Double, constant: Double)
  /// e^(−gamma·‖x − y‖²).
  case radial(gamma: Double)

  /// Powers above it overflow or vanish for almost all features.
  package static let greatestDegree = 64

  /// The gamma that suits the spread of the features: 1 / (columns · variance),
  /// or 1 where nothing varies.
  ///
  /// - Source: scikit-learn, `SVC`, `gamma="scale"`.
  package static func gamma(for features: Tensor) -> Double {
    let count = Double(max(features.count, 1))
    let mean = features.values.reduce(0.0) { $0 + Double($1) } / count
    let squares = features.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let variance = squares / count
    return variance > 0 ? 1 / (Double(features.columns) * variance) : 1
  }

  /// Whether distances alone matter, so that features may be moved together.
  var isShiftInvariant: Bool {
    if case .radial = self { return true }
    return false
  }

  /// What makes the settings unusable, if anything.
  var defect: String? {
    switch self {
    case .linear: return nil
    case .polynomial(let degree, let gamma, let constant):
      guard (1...Self.greatestDegree).contains(degree) else {
        return "degree is \(degree), must be from 1 to \(Self.greatestDegree)"
      }
      guard gamma > 0 && gamma.isFinite && constant >= 0 && constant.isFinite else {
        return "gamma is \(gamma), must be above 0, and constant \(constant), must be 0 or more"
      }
      return nil
    case .radial(let gamma):
      return gamma > 0 && gamma.isFinite ? nil : "gamma is \(gamma), must be above 0"
    }
  }

  /// Replaces inner products with a row by kernel values.
  ///
  /// - Parameters:
  ///   - products: x·yᵢ for each of `count` rows yᵢ.
  ///   - squares: ‖yᵢ‖².
  ///   - square: ‖x‖².
  ///   - count: the rows yᵢ.
  func apply(
    _ products: UnsafeMutablePointer<Float>, _ squares: UnsafePointer<Float>, square: Float,
    _ count: Int
  ) {
    switch self {
    case .linear: return
    case .polynomial(let degree, let gamma, let constant):
      let (gamma, constant) = (Float(gamma), Float(constant))
      Kernels.map(products, products, count) { product in
        let base = gamma * product + constant
        var power = base
        for _ in 1..<degree { power *= base }
        return power
      }
    case .radial(let gamma):
      let gamma = Float(gamma)
      for i in 0..<count {
        let distance = square + squares[i] - 2 * products[i]
        // Rounding may leave a tiny negative distance.
        products[i] = distance > 0 ? -gamma * distance : 0
      }
      Kernels.exponentials(products, count, shift: 0)
    }
  }

  /// The kernel value of a row with itself.
  func diagonal(square: Float) -> Float {
    switch self {
    case .linear: return square
    case .polynomial(let degree, let gamma, let constant):
      let base = Float(gamma) * square + Float(constant)
      return (1..<degree).reduce(base) { power, _ in power * base }
    case .radial: return 1
    }
  }
}
