package import Engine
import Glibc

/// The beta-geometric/NBD model of repeat purchases.
///
/// A customer buys at a rate λ of their own and is lost after each purchase with
/// a chance p of their own; over the customers λ is gamma distributed with shape
/// r and rate α, p is beta distributed with a and b.
///
/// - Source: P. S. Fader, B. G. S. Hardie & K. L. Lee 2005, "'Counting Your
///   Customers' the Easy Way: An Alternative to the Pareto/NBD Model", Marketing
///   Science 24(2).
package struct BGNBD: Sendable, Hashable, Codable {
  static let name = "BG/NBD"

  package let r: Double
  /// In units of time.
  package let alpha: Double
  package let a: Double
  package let b: Double
  /// Whether the fit met its tolerance; true for a model made from its parameters.
  package let isConverged: Bool

  /// Creates a model from its parameters.
  ///
  /// - Precondition: all are above zero and finite.
  package init(r: Double, alpha: Double, a: Double, b: Double, isConverged: Bool = true) {
    precondition(
      [r, alpha, a, b].allSatisfy { $0 > 0 && $0.isFinite },
      "BG/NBD: r \(r), alpha \(alpha), a \(a), b \(b)")
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
    self.isConverged = isConverged
  }

  /// Beyond these bounds the steps of the expectation's sum would vanish.
  private static let parameterRange = 1e-30...1e30

  /// Whether the parameters are such as a fit has; those read from a file may be anything.
  package var isSound: Bool { [r, alpha, a, b].allSatisfy(Self.parameterRange.contains) }

  /// Fits the parameters by maximum likelihood.
  ///
  /// - Throws: `noData` where nobody has bought twice, for then nothing is known
  ///   of rates; `outOfRange` for a history that is none, naming its index;
  ///   `notFinite`, `cancelled`.
  /// - Complexity: O(distinct histories) an iteration of L-BFGS.
  package static func fit(
    _ histories: [PurchaseHistory], cancellation: Cancellation? = nil
  ) throws(ModelError) -> BGNBD {
    for (index, history) in histories.enumerated() {
      guard history.repeats >= 0, history.lastRepeat >= 0, history.lastRepeat <= history.age,
        history.age.isFinite, (history.repeats == 0) == (history.lastRepeat == 0)
      else {
        throw ModelError(
          .outOfRange,
          "\(name): customer \(index) has \(history.repeats) repeat purchases, the last "
            + "\(history.lastRepeat) after the first, at an age of \(history.age)")
      }
    }
    guard histories.contains(where: { $0.repeats > 0 }) else {
      throw ModelError(.noData, "\(name): nobody has bought on a second day")
    }
    let likelihood = BGNBDLikelihood(histories)
    // r and the shapes at 1; α such that the mean rate is one purchase an age.
    let meanAge = histories.reduce(0) { $0 + $1.age } / Double(histories.count)
    var point = [0, log(max(meanAge, 1e-6)), 0, 0]
    let solver = LBFGS(
      maximumIterations: 1000, gradientTolerance: 1e-7, decreaseTolerance: 1e-15, threads: 1)
    let result = solver.minimise(&point, cancellation: cancellation) { point, gradient in
      likelihood.negativeMean(at: point, gradient: &gradient)
    }
    if result.outcome == .cancelled { throw ModelError(.cancelled, "\(name): cancelled") }
    let parameters = point.map { exp($0) }
    guard result.outcome != .notFinite, parameters.allSatisfy(parameterRange.contains) else {
      throw ModelError(.notFinite, "\(name): the likelihood has no finite maximum")
    }
    return BGNBD(
      r: parameters[0], alpha: parameters[1], a: parameters[2], b: parameters[3],
      isConverged: result.gradientMagnitude <= 1e-5)
  }

  /// The chance that a customer is still one.
  ///
  /// Not a churn score: without a repeat purchase it is 1 by construction,
  /// however long ago the first was, for the model has customers leave only after
  /// a repeat purchase. Rank by ``expectedPurchases(_:within:)``.
  ///
  /// - Source: B. G. S. Hardie, P. S. Fader & K. L. Lee 2008, "Computing P(alive)
  ///   Using the BG/NBD Model".
  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    guard history.repeats > 0 else { return 1 }
    let x = Double(history.repeats)
    let odds =
      log(a) - log(b + x - 1) + (r + x)
      * (log(alpha + history.age) - log(alpha + history.lastRepeat))
    return 1 / (1 + exp(odds))
  }
}
