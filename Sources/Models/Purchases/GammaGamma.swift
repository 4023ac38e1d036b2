package import Engine
import Glibc

/// The gamma-gamma model of what customers spend on a purchase.
///
/// A purchase of a customer has a gamma distributed value of shape p and a rate of
/// the customer's own, which over the customers is gamma distributed with shape q
/// and rate γ. What one customer spent so far is drawn towards the mean of all, the
/// more the fewer the purchases.
///
/// - Source: P. S. Fader & B. G. S. Hardie 2013, "The Gamma-Gamma Model of Monetary
///   Value", brucehardie.com/notes/025.
package struct GammaGamma: Sendable, Hashable, Codable {
  static let name = "gamma-gamma"

  package let p: Double
  package let q: Double
  /// In units of money.
  package let gamma: Double

  /// Creates a model from its parameters.
  ///
  /// - Precondition: all are above zero and finite.
  package init(p: Double, q: Double, gamma: Double) {
    precondition(
      [p, q, gamma].allSatisfy { $0 > 0 && $0.isFinite },
      "gamma-gamma: p \(p), q \(q), gamma \(gamma)")
    self.p = p
    self.q = q
    self.gamma = gamma
  }

  /// Whether the parameters are above zero, as those read from a file need not be.
  package var isSound: Bool { p > 0 && q > 0 && gamma > 0 }

  /// Fits the parameters by maximum likelihood.
  ///
  /// - Parameters:
  ///   - counts: purchases of each customer.
  ///   - means: what each spent on a purchase in the mean. A customer without a
  ///     purchase, or who spent nothing, is left out.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData` where nobody is left, `notFinite`, `cancelled`.
  package static func fit(
    counts: [Int], means: [Double], cancellation: Cancellation? = nil
  ) throws(ModelError) -> GammaGamma {
    precondition(counts.count == means.count, "\(name): \(counts.count) and \(means.count) rows")
    let rows = zip(counts, means).filter { $0 > 0 && $1 > 0 && $1.isFinite }
      .map { (x: Double($0), mean: $1) }
    guard !rows.isEmpty else { throw ModelError(.noData, "\(name): nobody has spent anything") }
    let overall = rows.reduce(0) { $0 + $1.mean } / Double(rows.count)
    var point = [0, log(3.0), log(overall)]
    // A variance of zero would send p to infinity: the prior on the logarithms is
    // too weak to be seen beside the customers of a shop.
    let start = point
    let weight = 1e-6
    let solver = LBFGS(
      maximumIterations: 1000, gradientTolerance: 1e-7, decreaseTolerance: 1e-15, threads: 1)
    let result = solver.minimise(&point, cancellation: cancellation) { point, gradient in
      var value = negativeMean(rows, at: point, gradient: &gradient)
      for index in point.indices {
        let distance = point[index] - start[index]
        value += weight / 2 * distance * distance
        gradient[index] += weight * distance
      }
      return value
    }
    if result.outcome == .cancelled { throw ModelError(.cancelled, "\(name): cancelled") }
    let parameters = point.map { exp($0) }
    guard result.outcome != .notFinite, parameters.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw ModelError(.notFinite, "\(name): the likelihood has no finite maximum")
    }
    return GammaGamma(p: parameters[0], q: parameters[1], gamma: parameters[2])
  }

  /// What a customer spends on a purchase in the long run.
  ///
  /// - Parameters:
  ///   - count: purchases so far; 0 gives the mean of all customers.
  ///   - mean: what was spent on one in the mean.
  /// - Returns: infinity for a customer without purchases where q is at most 1,
  ///   for then the mean of all customers is infinite.
  /// - Source: Fader & Hardie 2013, equation 5.
  package func expectedSpend(count: Int, mean: Double) -> Double {
    let x = Double(count)
    let denominator = p * x + q - 1
    guard denominator > 0 else { return .infinity }
    return p * (gamma + x * max(0, mean)) / denominator
  }

  /// - Source: Fader & Hardie 2013, equation 1a, over logarithms of p, q and γ.
  private static func negativeMean(
    _ rows: [(x: Double, mean: Double)], at point: [Double], gradient: inout [Double]
  ) -> Double {
    let (p, q, gamma) = (exp(point[0]), exp(point[1]), exp(point[2]))
    var value = 0.0
    var (byP, byQ, byGamma) = (0.0, 0.0, 0.0)
    let (logGammaQ, psiQ) = (logGamma(q), digamma(q))
    for (x, mean) in rows {
      let px = p * x
      let sum = x * mean
      let (logGammaPart, logSum) = (log(gamma + sum), log(sum))
      let psiBoth = digamma(px + q)
      value +=
        logGamma(px + q) - logGamma(px) - logGammaQ + q * log(gamma) + px * logSum - log(mean)
        - (px + q) * logGammaPart
      byP += x * (psiBoth - digamma(px) + logSum - logGammaPart)
      byQ += psiBoth - psiQ + log(gamma) - logGammaPart
      byGamma += q / gamma - (px + q) / (gamma + sum)
    }
    let total = Double(rows.count)
    gradient[0] = -byP * p / total
    gradient[1] = -byQ * q / total
    gradient[2] = -byGamma * gamma / total
    return -value / total
  }
}
