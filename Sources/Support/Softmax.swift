import Glibc

/// Probabilities of scores.
enum Softmax {
  /// exp(s / T) over its sum, the highest score taken off first.
  static func probabilities(_ scores: [Double], temperature: Double = 1) -> [Double] {
    guard let highest = scores.max() else { return [] }
    var values = scores.map { exp(($0 - highest) / temperature) }
    let total = values.reduce(0, +)
    for row in values.indices { values[row] /= total }
    return values
  }

  /// The temperature by which the right classes become likeliest.
  ///
  /// Found by golden-section search over ln T, in which the likelihood has one
  /// peak; texts with fewer than two scores say nothing.
  ///
  /// - Parameters:
  ///   - scores: by text, by class.
  ///   - labels: the right class of each text; others than classes are left out.
  /// - Returns: a temperature from 1/50 to 50; 1 without texts.
  /// - Source: Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern
  ///   Neural Networks", ICML, section 4.2.
  static func temperature(_ scores: [[Double]], labels: [Int]) -> Double {
    let known = zip(scores, labels).filter { $0.count > 1 && $0.indices.contains($1) }
    guard !known.isEmpty else { return 1 }
    func loss(_ logTemperature: Double) -> Double {
      let scale = exp(-logTemperature)
      return known.reduce(0) { sum, text in
        let highest = text.0.max() ?? 0
        let total = text.0.reduce(0) { $0 + exp(($1 - highest) * scale) }
        return sum + log(total) - (text.0[text.1] - highest) * scale
      }
    }
    let golden = (5.0.squareRoot() - 1) / 2
    var (low, high) = (-log(50.0), log(50.0))
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var (leftLoss, rightLoss) = (loss(left), loss(right))
    while high - low > 1e-4 {
      if leftLoss <= rightLoss {
        (high, right, rightLoss) = (right, left, leftLoss)
        left = high - golden * (high - low)
        leftLoss = loss(left)
      } else {
        (low, left, leftLoss) = (left, right, rightLoss)
        right = low + golden * (high - low)
        rightLoss = loss(right)
      }
    }
    return exp((low + high) / 2)
  }
}
