import Models

/// Turns scores into the list that is shown: rules, diversity and exploration.
///
/// Everything happens before the list is cut. Each place is filled from what is
/// placed before it alone, so a longer list begins with the shorter one, pages fit
/// together, and a list is as long as wanted wherever that many products are
/// eligible.
package enum Steering {
  /// The products among which diversity chooses, the best by score.
  ///
  /// If it depended on the length of the list, pages would not fit together.
  static let poolSize = 200

  /// Orders the eligible products and cuts out the wanted part.
  ///
  /// A place goes, in this order, to the product pinned there, to a product to
  /// explore where it is such a place, to the best that is left by score or by
  /// marginal relevance, to a buried product, to one pinned further on.
  ///
  /// - Parameters:
  ///   - scores: of each product row, higher is better; a row whose score is not
  ///     finite is not eligible.
  ///   - eligible: whether each row may be shown.
  ///   - rules: those that count for this request, oldest first.
  ///   - repurchases: factors of products whose repurchase is due, by row.
  ///   - exposure: how often each row was shown lately, for exploration; nil where
  ///     nothing is known.
  ///   - options: which part is wanted.
  ///   - similarity: of two rows, at most 1; without it nothing is diversified.
  /// - Returns: distinct rows; `min(limit, eligible − offset)` of them.
  /// - Precondition: `scores`, `eligible` and `exposure` have one value a product.
  /// - Complexity: O(n + k·log k·log n) for n products and the k = offset + limit
  ///   first places; diversity adds O(k·pool) similarities.
  package static func apply(
    scores: [Float], eligible: [Bool], rules: [ResolvedRule] = [],
    repurchases: [Int: Float] = [:], exposure: [Float]? = nil,
    options: SteeringOptions = SteeringOptions(), similarity: ((Int, Int) -> Float)? = nil
  ) -> [SteeredItem] {
    precondition(
      eligible.count == scores.count && exposure.map { $0.count == scores.count } ?? true,
      "steering: \(scores.count) scores, \(eligible.count) marks, \(exposure?.count ?? 0) counts")
    let offset = min(max(0, options.offset), scores.count)
    let length = offset + min(max(0, options.limit), scores.count - offset)
    guard length > offset else { return [] }
    let plan = SteeringPlan(
      scores: scores, eligible: eligible, rules: rules, repurchases: repurchases)
    var order = SteeredOrder(
      plan, length: length, exposure: exposure, options: options, similarity: similarity)
    return order.items(offset..<length)
  }
}
