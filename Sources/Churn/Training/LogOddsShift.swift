import Engine
import Glibc

/// The constant that makes scores agree with how many left.
enum LogOddsShift {
  /// The shift s for which the mean of σ(score + s) is the share of leavers.
  ///
  /// - Returns: the root, found by Newton's method with bisection; ±6 at the most,
  ///   and where all or none left, one half of a leaver is counted.
  static func best(_ scores: [Double], labels: [Bool]) -> Double {
    guard !scores.isEmpty else { return 0 }
    let leavers = Double(labels.count { $0 })
    let count = Double(labels.count)
    let target = min(max(leavers, 0.5), count - 0.5)
    var (low, high) = (-6.0, 6.0)
    var shift = 0.0
    for _ in 0..<60 {
      var (sum, slope) = (0.0, 0.0)
      for score in scores {
        let p = Logistic.sigmoid(score + shift)
        sum += p
        slope += p * (1 - p)
      }
      if sum > target { high = shift } else { low = shift }
      let next = shift - (sum - target) / max(slope, 1e-12)
      let moved = next > low && next < high ? next : (low + high) / 2
      if abs(moved - shift) < 1e-10 { return moved }
      shift = moved
    }
    return shift
  }
}
