import Glibc

/// The logistic function and its integral, without overflow.
package enum Logistic {
  /// 1 / (1 + e⁻ᶻ).
  package static func sigmoid(_ z: Double) -> Double {
    // The exponential of a negative number cannot overflow.
    let e = exp(-abs(z))
    return z >= 0 ? 1 / (1 + e) : e / (1 + e)
  }

  /// ln(1 + eᶻ).
  package static func softplus(_ z: Double) -> Double { max(z, 0) + log1p(exp(-abs(z))) }
}
