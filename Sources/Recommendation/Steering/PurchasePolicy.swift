import Glibc

/// What becomes of products that the customer has bought already.
package enum PurchasePolicy: String, Sendable, Hashable, CaseIterable {
  case exclude
  case allow
  /// Allows them, and raises those whose usual time between two purchases has passed.
  case boostDue = "boost"
}

/// The factor on the score of a product that is due to be bought again.
///
/// 2 when the usual interval has just passed, half of the excess gone with every
/// further interval: who has not bought for five intervals has probably gone over
/// to something else. 1 before the interval has passed.
///
/// - Parameters:
///   - daysSince: days since the customer last bought the product.
///   - usualInterval: days between two purchases of it.
/// - Returns: 1…2; 1 where a number is missing (NaN).
package func repurchaseDue(daysSince: Float, usualInterval: Float) -> Float {
  guard usualInterval > 0, daysSince >= usualInterval, daysSince.isFinite else { return 1 }
  return 1 + exp2f(1 - daysSince / usualInterval)
}
