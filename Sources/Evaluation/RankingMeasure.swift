/// What is measured of each customer's ranked list, in the order in which it is
/// shown.
package enum RankingMeasure: Int, Sendable, CaseIterable {
  case hitRate, ndcg, recall, precision, reciprocalRank, averagePrecision
  /// Among the items the customer did not have before, of lists without them.
  case newHitRate, newNDCG
  /// The mean surprise of the items shown, in bits.
  case novelty
  /// One less the mean cosine of the pairs of items shown.
  case diversity
  /// The mean popularity percentile of the items shown less that of the
  /// relevant ones.
  case popularityBias
  /// Whether the list has all of its k places filled.
  case fullList

  /// The name in reports of lists cut at rank k.
  package func name(at k: Int) -> String {
    switch self {
    case .hitRate: "hr@\(k)"
    case .ndcg: "ndcg@\(k)"
    case .recall: "recall@\(k)"
    case .precision: "precision@\(k)"
    case .reciprocalRank: "mrr@\(k)"
    case .averagePrecision: "map@\(k)"
    case .newHitRate: "hr@\(k)_new"
    case .newNDCG: "ndcg@\(k)_new"
    case .novelty: "novelty@\(k)"
    case .diversity: "diversity@\(k)"
    case .popularityBias: "popularity_bias@\(k)"
    case .fullList: "full_lists@\(k)"
    }
  }

  /// What the figures of a report on lists cut at rank k mean, for its notes.
  package static func explanation(at k: Int) -> String {
    """
    of lists of \(k): hr is the share of customers who find a right product, recall the share of \
    the right products found, precision the share of places that are right, mrr the mean of \
    1/rank of the first right one; ndcg and map are 1 where all right ones stand first; novelty \
    is in bits, one more for a product that half as many customers have; diversity is 1 where no \
    two products of a list are alike; popularity_bias is how much more popular the products shown \
    are than those bought, in shares of the catalogue; full_lists is the share of customers with \
    \(k) products; coverage is the share of the catalogue shown to anybody; gini is 0 where all \
    are shown equally often and near 1 where few are
    """
  }
}
