extension Kernels {
  /// ln(1 + e) in each lane for e from 0 to 1, within 3 units in the last place.
  ///
  /// - Source: ln(1 + e) = 2·artanh(e / (2 + e)), by its power series.
  @inline(__always)
  static func logOfOnePlus(_ e: Lanes) -> Lanes {
    let s = e / (2 + e)
    let q = s * s
    var p = q * 0.153_846_15 + 0.181_818_18
    p = p * q + 0.222_222_22
    p = p * q + 0.285_714_29
    p = p * q + 0.4
    p = p * q + 0.666_666_67
    return s * (p * q + 2)
  }

  /// ln(1 + eᶻ) and its slope 1/(1 + e⁻ᶻ) in each lane; NaN stays NaN.
  @inline(__always)
  static func softplus(_ z: Lanes) -> (value: Lanes, slope: Lanes) {
    // The exponential of a negative number cannot overflow.
    let e = exp(z.replacing(with: -z, where: z .> 0))
    let positive = z.replacing(with: 0, where: z .< 0)
    let share = 1 / (1 + e)
    return (positive + logOfOnePlus(e), (e * share).replacing(with: share, where: z .>= 0))
  }

  /// The mean of a loss of each element, weighted if so asked; adds the slopes
  /// of the mean to `gradient` unless that is nil.
  ///
  /// - Parameters:
  ///   - predictions: [count].
  ///   - targets: [count].
  ///   - weights: one for each element, 0 or more; 1 each if nil.
  ///   - gradient: [count].
  ///   - count: the elements.
  ///   - f: the loss of an element given prediction and target, and its slope.
  /// - Returns: 0 if all weights are 0.
  @inline(__always)
  static func meanLoss(
    _ predictions: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    weights: UnsafePointer<Float>?, gradient: UnsafeMutablePointer<Float>?, count: Int,
    _ f: (Lanes, Lanes) -> (value: Lanes, slope: Lanes)
  ) -> Double {
    var whole = Double(count)
    if let weights = unsafe weights {
      whole = 0
      for i in 0..<count { unsafe whole += Double(weights[i]) }
      precondition(whole >= 0, "loss: weights sum to \(whole)")
    }
    guard whole > 0 else { return 0 }
    let share = Float(1 / whole)
    var total = 0.0
    // Sums of a block in Float32, between blocks in Double.
    for start in stride(from: 0, to: count, by: 2048) {
      var sums = Lanes.zero
      for i in stride(from: start, to: min(start + 2048, count), by: 16) {
        let rest = count - i
        let weight =
          unsafe weights.map { unsafe rest < 16 ? load($0 + i, first: rest) : load($0 + i) }
          ?? Lanes(repeating: 1)
        let x = unsafe rest < 16 ? load(predictions + i, first: rest) : load(predictions + i)
        let y = unsafe rest < 16 ? load(targets + i, first: rest) : load(targets + i)
        let (value, slope) = f(x, y)
        // What does not count may hold anything.
        var loss = (weight * value).replacing(with: 0, where: weight .== 0)
        for lane in min(rest, 16)..<16 { loss[lane] = 0 }
        sums += loss
        guard let g = unsafe gradient.map({ unsafe $0 + i }) else { continue }
        let step = (share * weight * slope).replacing(with: 0, where: weight .== 0)
        if rest < 16 {
          unsafe store(load(g, first: rest) + step, g, first: rest)
        } else {
          unsafe store(load(g) + step, g)
        }
      }
      total += Double(sums.sum())
    }
    return total / whole
  }
}
