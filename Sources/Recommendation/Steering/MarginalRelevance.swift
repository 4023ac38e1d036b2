/// Picks from a pool, one by one, what is relevant and unlike what was taken before.
///
/// Each pick is the product i of the greatest
/// `(1 − d)·relevance(i) − d·max_{j taken} similarity(i, j)`, with relevance
/// scaled to 0…1 over the pool and d the wish for diversity. As each pick depends
/// on earlier ones only, a longer list begins with the shorter one.
///
/// - Source: Carbonell & Goldstein 1998, "The Use of MMR, Diversity-Based
///   Reranking for Reordering Documents and Producing Summaries", SIGIR, with
///   λ = 1 − d.
struct MarginalRelevance {
  private struct Candidate {
    let row: Int
    /// The place in the pool, by score.
    let rank: Int
    let relevance: Float
    /// To the most similar product taken.
    var similarity: Float = -.infinity
  }

  private let diversity: Float
  private let similarity: (Int, Int) -> Float
  /// In the order of their scores.
  private var candidates: [Candidate]
  private var isFirst = true

  /// - Parameters:
  ///   - pool: rows with their scores, the best first.
  ///   - diversity: 0…1.
  ///   - similarity: of two rows, at most 1; NaN counts as 0.
  init(
    pool: some Collection<(index: Int, score: Float)>, diversity: Float,
    similarity: @escaping (Int, Int) -> Float
  ) {
    self.diversity = diversity
    self.similarity = similarity
    let scores = pool.map(\.score)
    let (least, greatest) = (scores.min() ?? 0, scores.max() ?? 0)
    // Halves, as the difference of two finite scores may be none.
    let range = greatest / 2 - least / 2
    candidates = pool.enumerated().map { rank, item in
      Candidate(
        row: item.index, rank: rank,
        relevance: range > 0 ? (item.score / 2 - least / 2) / range : 1)
    }
  }

  /// The next product and its rank by score; nil when the pool is empty.
  ///
  /// - Complexity: O(pool).
  func best() -> (row: Int, rank: Int)? {
    var best: (row: Int, rank: Int)?
    var greatest = -Float.infinity
    for candidate in candidates {
      let redundancy = isFirst ? 0 : candidate.similarity
      let value = (1 - diversity) * candidate.relevance - diversity * redundancy
      if best == nil || value > greatest {
        (best, greatest) = ((candidate.row, candidate.rank), value)
      }
    }
    return best
  }

  /// Notes that a product, of the pool or not, has been put into the list.
  ///
  /// - Complexity: O(pool) similarities.
  mutating func take(_ row: Int) {
    candidates.removeAll { $0.row == row }
    isFirst = false
    for index in candidates.indices {
      let similarity = similarity(candidates[index].row, row)
      let known = similarity.isNaN ? 0 : similarity
      candidates[index].similarity = max(candidates[index].similarity, known)
    }
  }
}
