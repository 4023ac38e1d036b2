import Glibc

/// Draws whose algorithm is fixed here, so that a seed gives the same model
/// under any version of the standard library.
extension RandomNumberGenerator {
  /// A number drawn evenly from [0, 1).
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number drawn from the normal distribution of mean 0 and variance 1.
  ///
  /// - Source: G. Marsaglia & T. A. Bray 1964, "A Convenient Method for
  ///   Generating Normal Variables", SIAM Review 6(3). The second number of
  ///   each pair is thrown away, which keeps the generator free of state.
  package mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * log(s) / s).squareRoot() }
    }
  }

  /// An integer drawn evenly from `0..<bound`.
  ///
  /// - Source: D. Lemire 2019, "Fast Random Integer Generation in an Interval",
  ///   ACM TOMACS 29(1), algorithm 5.
  package mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "index(below: \(bound))")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Puts the elements in random order.
  ///
  /// - Source: D. E. Knuth, "The Art of Computer Programming", volume 2,
  ///   3.4.2, algorithm P.
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }
}
