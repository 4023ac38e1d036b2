import CKernels

extension Kernels {
  /// Replaces z by factor/(1 + e⁻ᶻ); NaN stays NaN.
  ///
  /// - Returns: Σ ln(1 + eᶻ).
  static func softplus(
    _ z: UnsafeMutablePointer<Float>, scalingSlopesBy factor: Float, count: Int
  ) -> Double {
    unsafe native.pointee.losses.softplus(z, factor, count)
  }

  /// What a mean over `count` elements is divided by: the sum of their weights.
  static func wholeWeight(_ weights: UnsafePointer<Float>?, count: Int) -> Double {
    guard let weights = unsafe weights else { return Double(count) }
    var whole = 0.0
    for i in 0..<count { unsafe whole += Double(weights[i]) }
    precondition(whole >= 0, "loss: weights sum to \(whole)")
    return whole
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
    let whole = unsafe wholeWeight(weights, count: count)
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
