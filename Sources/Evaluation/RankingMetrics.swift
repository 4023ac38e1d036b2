#if canImport(Glibc)
import Glibc
#endif

/// Metrics of one ranked list against the set of relevant items.
///
/// `hits` says of each rank, best first, whether a relevant item stands there;
/// `relevantCount` counts the relevant items, listed or not. The metrics see
/// ranks only: how ties of scores are broken is the matter of whoever makes the
/// list, and `Ranking.top` breaks them by the item's index, which knows nothing
/// of what is relevant.
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

  /// The share of the relevant items that stand among the first k.
  ///
  /// Divided by all relevant items, so a customer with more than k of them
  /// cannot reach 1.
  ///
  /// - Returns: NaN where nothing is relevant.
  package static func recall(at k: Int, hits: [Bool], relevantCount: Int) -> Double {
    guard relevantCount > 0 else { return .nan }
    return Double(hits.prefix(k).count { $0 }) / Double(relevantCount)
  }

  /// The share of k places that hold a relevant item; places that a short list
  /// leaves empty hold none.
  ///
  /// - Returns: NaN where nothing is relevant.
  package static func precision(at k: Int, hits: [Bool], relevantCount: Int) -> Double {
    guard relevantCount > 0 else { return .nan }
    return Double(hits.prefix(k).count { $0 }) / Double(k)
  }

  /// One divided by the rank of the first relevant item, 0 where none stands
  /// among the first k.
  ///
  /// - Returns: NaN where nothing is relevant.
  /// - Source: Voorhees 1999, "The TREC-8 question answering track report".
  package static func reciprocalRank(at k: Int, hits: [Bool], relevantCount: Int) -> Double {
    guard relevantCount > 0 else { return .nan }
    return hits.prefix(k).firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0
  }

  /// The mean over the relevant items of the precision at their ranks, those
  /// beyond rank k counting 0.
  ///
  /// Divided by the relevant items that k places can hold, so that a perfect
  /// list gives 1.
  ///
  /// - Returns: NaN where nothing is relevant.
  /// - Source: Buckley & Voorhees 2000, "Evaluating evaluation measure
  ///   stability", SIGIR, cut off at rank k.
  package static func averagePrecision(at k: Int, hits: [Bool], relevantCount: Int) -> Double {
    guard relevantCount > 0 else { return .nan }
    var found = 0
    var sum = 0.0
    for (index, hit) in hits.prefix(k).enumerated() where hit {
      found += 1
      sum += Double(found) / Double(index + 1)
    }
    return sum / Double(min(k, relevantCount))
  }
}
