#if canImport(Glibc)
import Glibc
#endif

/// Metrics of one ranked list against the set of relevant items.
package enum RankingMetrics {
  /// Normalised discounted cumulative gain with binary relevance.
  ///
  /// `Σ_{r: hit at rank r ≤ k} 1/log₂(r+1)`, divided by the same sum for a
  /// list that has all relevant items first.
  ///
  /// - Returns: NaN where nothing is relevant.
  /// - Source: Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of
  ///   IR techniques", ACM TOIS 20(4), with the logarithm of base 2.
  package static func ndcg(at k: Int, hits: [Bool], relevantCount: Int) -> Double {
    guard relevantCount > 0 else { return .nan }
    var gain = 0.0
    for (index, hit) in hits.prefix(k).enumerated() where hit {
      gain += 1 / log2(Double(index + 2))
    }
    var ideal = 0.0
    for index in 0..<min(k, relevantCount) { ideal += 1 / log2(Double(index + 2)) }
    return gain / ideal
  }

  /// Whether a relevant item stands among the first k: 1 or 0.
  package static func hitRate(at k: Int, hits: [Bool]) -> Double {
    hits.prefix(k).contains(true) ? 1 : 0
  }
}
