import Engine
import Evaluation
import Features
import Models

/// For each of some customers the products that can come first under any weights,
/// with what every candidate model says of them.
struct BlendPools: Sendable {
  /// The best products of each model that a pool holds, of any and of new ones.
  private static let (depth, newDepth) = (60, 60)

  struct Pool: Sendable {
    /// Product rows, ascending.
    var rows: [Int32] = []
    /// [models][rows], each divided by the model's spread.
    var values: [[Float]] = []
    var isRelevant: [Bool] = []
    /// 0 for a product new to the customer, −∞ for the others.
    var newness: [Float] = []
    var relevantCount = 0
    var newRelevantCount = 0
  }

  let kinds: [CandidateKind]
  let pools: [Pool]

  init(_ candidates: [any CandidateModel], cases: RankingCases) {
    kinds = candidates.map(\.kind)
    pools = Parallel.map(count: cases.count, chunkSize: 4) { index in
      Self.pool(candidates, cases, index)
    }
  }

  private static func pool(
    _ candidates: [any CandidateModel], _ cases: RankingCases, _ index: Int
  ) -> Pool {
    let (relevant, known) = (cases.relevant[index], cases.known[index])
    let scores = candidates.map { $0.scores(for: cases.histories[index])?.values ?? [] }
    var rows = Set(known)
    for values in scores {
      rows.formUnion(Ranking.top(depth, of: values).map(\.index))
      rows.formUnion(
        Ranking.top(newDepth, of: values, excluding: known.lazy.filter { $0 < values.count })
          .map(\.index))
    }
    var pool = Pool()
    let sorted = rows.sorted()
    pool.rows = sorted.map(Int32.init)
    pool.values = scores.map { values in
      let scale = 1 / Spread.of(values)
      return sorted.map { $0 < values.count ? values[$0] * scale : 0 }
    }
    pool.isRelevant = sorted.map(relevant.contains)
    pool.newness = sorted.map { known.contains($0) ? -.infinity : 0 }
    pool.relevantCount = relevant.count
    pool.newRelevantCount = relevant.subtracting(known).count
    return pool
  }

  /// Mean NDCG@10 under some weights, one a model.
  func quality(_ weights: [Float], onlyNew: Bool) -> Double {
    let gains = Parallel.map(count: pools.count, chunkSize: 32) { index in
      Self.ndcg(pools[index], weights, onlyNew: onlyNew)
    }
    let counted = gains.filter { !$0.isNaN }
    return counted.reduce(0, +) / Double(max(1, counted.count))
  }

  private static func ndcg(_ pool: Pool, _ weights: [Float], onlyNew: Bool) -> Double {
    let relevantCount = onlyNew ? pool.newRelevantCount : pool.relevantCount
    guard relevantCount > 0 else { return .nan }
    var scores = onlyNew ? pool.newness : [Float](repeating: 0, count: pool.rows.count)
    for (values, weight) in zip(pool.values, weights) where weight != 0 {
      scores.withUnsafeMutableBufferPointer { scores in
        values.withUnsafeBufferPointer { values in
          guard let to = scores.baseAddress, let from = values.baseAddress else { return }
          Kernels.addScaled(to, weight, from, scores.count)
        }
      }
    }
    let hits = bestTen(of: scores).map { pool.isRelevant[$0] }
    return RankingMetrics.ndcg(at: 10, hits: hits, relevantCount: relevantCount)
  }

  /// The places of the ten greatest scores, greatest first, ties by ascending place.
  ///
  /// As `Ranking.top`, which allows for exclusions and any number: this one runs for
  /// every customer and every weight that is tried.
  private static func bestTen(of scores: [Float]) -> [Int] {
    let limit = 10
    var places = [Int](repeating: 0, count: limit)
    var best = [Float](repeating: -.infinity, count: limit)
    var count = 0
    scores.withUnsafeBufferPointer { scores in
      for place in scores.indices where scores[place] > best[limit - 1] {
        var slot = min(count, limit - 1)
        while slot > 0, scores[place] > best[slot - 1] {
          best[slot] = best[slot - 1]
          places[slot] = places[slot - 1]
          slot -= 1
        }
        best[slot] = scores[place]
        places[slot] = place
        count = min(count + 1, limit)
      }
    }
    return Array(places.prefix(count))
  }
}
