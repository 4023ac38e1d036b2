import CKernels
import Glibc

extension Kernels {
  /// The value of padding in a row of logits: its exponential is next to
  /// nothing, and no finite sum overflows.
  package static let paddingLogit: Float = -1e30

  /// Replaces a row of logits by probabilities.
  ///
  /// - Parameters:
  ///   - row: the logits; padding, if any, is `paddingLogit`.
  ///   - count: the length of the row with padding, above 0.
  /// - Returns: the logarithm of the sum of the exponentials.
  /// - Source: P. Blanchard, D. J. Higham & N. J. Higham 2021, "Accurately
  ///   computing the log-sum-exp and softmax functions", IMA J. Numer. Anal.
  ///   41(4).
  package static func softmax(_ row: UnsafeMutablePointer<Float>, _ count: Int) -> Double {
    assert(count > 0, "softmax: a row of \(count)")
    var maximum: Float = 0
    let sum = unsafe native.pointee.rows.exponentials(row, row, count, &maximum)
    unsafe native.pointee.rows.scale_and_shift(row, 1 / sum, 0, count)
    return Double(maximum) + log(Double(sum))
  }

  /// Writes the probabilities that rows of logits stand for.
  ///
  /// - Parameters:
  ///   - logits: [n, columns].
  ///   - y: [n, columns]; may be the same memory.
  ///   - n: the rows.
  ///   - columns: above 0.
  package static func softmaxRows(
    _ logits: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, n: Int, columns: Int
  ) {
    for row in 0..<n {
      let place = unsafe y + row * columns
      var maximum: Float = 0
      let sum = unsafe native.pointee.rows.exponentials(
        logits + row * columns, place, columns, &maximum)
      unsafe native.pointee.rows.scale_and_shift(place, 1 / sum, 0, columns)
    }
  }
}
