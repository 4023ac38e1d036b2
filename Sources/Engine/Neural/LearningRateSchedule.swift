import Glibc

/// A learning rate that rises linearly and then falls along half a cosine.
///
/// - Source: I. Loshchilov & F. Hutter 2017, "SGDR", ICLR, equation 5, one
///   period of it.
package struct LearningRateSchedule: Sendable, Hashable {
  /// The highest rate, reached at the last step of the warm-up.
  package let peak: Float
  /// The rate from the last step on.
  package let floor: Float
  package let warmUpSteps: Int
  /// The steps of warm-up and decay together.
  package let totalSteps: Int

  /// - Precondition: 0 ≤ `floor` ≤ `peak` and 0 ≤ `warmUpSteps` ≤ `totalSteps`.
  package init(peak: Float, floor: Float = 0, warmUpSteps: Int, totalSteps: Int) {
    precondition(
      floor >= 0 && floor <= peak && peak.isFinite && warmUpSteps >= 0
        && warmUpSteps <= totalSteps,
      "schedule: from \(peak) to \(floor), \(warmUpSteps) of \(totalSteps) steps of warm-up")
    self.peak = peak
    self.floor = floor
    self.warmUpSteps = warmUpSteps
    self.totalSteps = totalSteps
  }

  /// The rate of a step, counted from zero.
  package func rate(at step: Int) -> Float {
    precondition(step >= 0, "schedule: step \(step)")
    if step < warmUpSteps { return peak * Float(step + 1) / Float(warmUpSteps) }
    guard step < totalSteps else { return floor }
    let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
    return floor + (peak - floor) * Float((1 + cos(.pi * progress)) / 2)
  }
}
