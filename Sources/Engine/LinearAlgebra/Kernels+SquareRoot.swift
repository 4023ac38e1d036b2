extension Kernels {
  /// 1/√x in each lane, within 3 units in the last place for normal numbers.
  ///
  /// Zero gives a large finite number. The standard library's `squareRoot()`
  /// runs at the rate of scalar code even on vectors.
  ///
  /// - Source: C. Lomont 2003, "Fast Inverse Square Root": a first guess from
  ///   the halved exponent, refined by three steps of Newton's method.
  @inlinable @inline(__always)
  package static func reciprocalSquareRoot(_ x: Lanes) -> Lanes {
    let bits = unsafe unsafeBitCast(x, to: SIMD16<Int32>.self)
    var y = unsafe unsafeBitCast(0x5f37_5a86 &- (bits &>> 1), to: Lanes.self)
    let half = 0.5 * x
    // x·y before y·y: the square of the guess for a tiny x would overflow.
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    return y
  }

  /// √x in each lane, within 3 units in the last place for normal numbers; zero
  /// gives zero.
  @inlinable @inline(__always)
  package static func squareRoot(_ x: Lanes) -> Lanes { x * reciprocalSquareRoot(x) }
}
