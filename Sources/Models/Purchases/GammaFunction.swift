import Glibc

/// log Γ(x) for x > 0.
func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
}

/// The derivative of log Γ(x) for x > 0.
///
/// - Source: M. Abramowitz & I. A. Stegun 1964, "Handbook of Mathematical
///   Functions", 6.3.5 (recurrence) and 6.3.18 (asymptotic series).
func digamma(_ x: Double) -> Double {
  var x = x
  var value = 0.0
  while x < 10 {
    value -= 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  let series =
    square
    * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
  return value + log(x) - 1 / (2 * x) - series
}
