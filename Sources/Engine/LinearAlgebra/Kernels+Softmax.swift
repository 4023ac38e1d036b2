import Glibc

extension Kernels {
  /// The value of padding in a row of logits: its exponential is next to
  /// nothing, and no finite sum overflows.
  package static let paddingLogit: Float = -1e30

  /// Replaces a row of logits by probabilities.
  ///
  /// - Parameters:
  ///   - row: the logits, padded by `paddingLogit`.
  ///   - count: the length of the row with padding, a multiple of sixteen.
  /// - Returns: the logarithm of the sum of the exponentials.
  /// - Source: P. Blanchard, D. J. Higham & N. J. Higham 2021, "Accurately
  ///   computing the log-sum-exp and softmax functions", IMA J. Numer. Anal.
  ///   41(4).
  package static func softmax(_ row: UnsafeMutablePointer<Float>, _ count: Int) -> Double {
    assert(count % 16 == 0 && count > 0, "softmax: \(count) is not padded")
    var greatest = Lanes(repeating: paddingLogit)
    for i in stride(from: 0, to: count, by: 16) {
      let x = unsafe load(row + i)
      greatest.replace(with: x, where: x .> greatest)
    }
    let maximum = greatest.max()
    let maxima = Lanes(repeating: maximum)
    var sums = Lanes.zero
    for i in stride(from: 0, to: count, by: 16) {
      let e = unsafe exp(load(row + i) - maxima)
      sums += e
      unsafe store(e, row + i)
    }
    let sum = sums.sum()
    let scale = Lanes(repeating: 1 / sum)
    for i in stride(from: 0, to: count, by: 16) { unsafe store(load(row + i) * scale, row + i) }
    return Double(maximum) + log(Double(sum))
  }
}
