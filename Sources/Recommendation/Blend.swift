import Engine
import Evaluation
import Features
import Glibc
import Models

/// The weights with which the parts of the recommender add up to one score.
///
/// Learned on purchases that the parts have not seen.
package struct Blend: Sendable, Codable, Hashable {
  /// Weight of the inner product of customer and item factors.
  package var factorisation: Float
  /// Weight of `log1p` of the customer's own faded purchases of the product.
  package var ownPurchases: Float
  /// Weight of the popularity, 0…1.
  package var popularity: Float

  /// Where there is too little held-out history to learn from: taste first.
  ///
  /// What the factorisation says of products that a customer has not bought yet
  /// differs in a small shop by hundredths from taste to taste, while popularity
  /// spans the whole of 0…1: with equal weights everybody would be shown what
  /// sells best. With a fiftieth, popularity orders what taste holds to be alike.
  package static let unlearned = Blend(factorisation: 1, ownPurchases: 1, popularity: 0.02)

  /// The score part that one's own purchases of a product give.
  package static func ownValue(_ fadedPurchases: Float) -> Float { log1pf(fadedPurchases) }
}

/// Learns a ``Blend`` from held-out purchases, by coordinate ascent on the metric
/// itself: NDCG@10 of all purchases plus NDCG@10 of products new to the customer.
///
/// Two weights are free, as a common factor moves no rank. Fitting them by
/// likelihood instead puts the factorisation at nothing: its values are not
/// log-odds, though their order is good.
///
/// - Source: Metzler & Croft 2007, "Linear feature-based models for information
///   retrieval", Information Retrieval 10(3), section 4.2.
struct BlendTrainer {
  /// Customers to learn from: more change little but the time.
  private static let customerLimit = 1500
  private static let leastCustomers = 50
  /// The best products of each part that a customer's pool holds.
  private static let poolDepth = 100
  /// Weights tried, in units of the factorisation's spread.
  private static let steps: [Float] = [0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.5, 2]

  let model: RecommenderModel

  /// Learns from customers' histories before a cut-off and the product rows they
  /// bought after it.
  ///
  /// Returns nil where fewer than 50 customers bought after the cut-off, or when
  /// cancelled.
  func learn(
    histories: [[ProductHistory]], relevant: [Set<Int>], seed: UInt64, cancellation: Cancellation?
  ) -> Blend? {
    var generator = SplitMix64(seed: seed)
    var customers = histories.indices.filter { customer in
      histories[customer].contains { $0.confidence > 0 } && !relevant[customer].isEmpty
    }
    guard customers.count >= Self.leastCustomers else { return nil }
    customers.shuffle(using: &generator)
    var pools: [Pool] = []
    for customer in customers.prefix(Self.customerLimit) {
      if cancellation?.isCancelled == true { return nil }
      pools.append(pool(history: histories[customer], relevant: relevant[customer]))
    }
    let spreads = (0..<3).map { part in
      Self.spread(pools.lazy.flatMap { $0.candidates.lazy.map { $0.values[part] } })
    }
    guard spreads[0] > 0 else { return nil }
    let units = spreads.map { $0 > 0 ? spreads[0] / $0 : 0 }
    var weights: [Float] = [1, 0.45 * units[1], 0.1 * units[2]]
    var best = Self.quality(of: pools, weights: weights)
    for _ in 0..<2 {
      for part in [1, 2] {
        for step in Self.steps {
          var trial = weights
          trial[part] = step * units[part]
          let quality = Self.quality(of: pools, weights: trial)
          if quality > best { (best, weights) = (quality, trial) }
        }
      }
    }
    return Blend(factorisation: weights[0], ownPurchases: weights[1], popularity: weights[2])
  }

  /// A product one customer may be shown, with the value of each part.
  private struct Candidate {
    var values: SIMD4<Float>
    var isRelevant: Bool
    var isNew: Bool
  }

  /// The products that can come first for one customer under any weights.
  private struct Pool {
    var candidates: [Candidate]
    var relevantCount: Int
    var newRelevantCount: Int
  }

  private func pool(history: [ProductHistory], relevant: Set<Int>) -> Pool {
    let parts = model.parts(of: history)
    let popularity = model.popularity.overall
    let known = Set(history.filter { $0.purchaseCount > 0 }.map(\.product))
    var rows = Set(parts.own.keys)
    for scores in [parts.factorisation, popularity] {
      rows.formUnion(Ranking.top(Self.poolDepth, of: scores).map(\.index))
      rows.formUnion(
        Ranking.top(Self.poolDepth / 2, of: scores, excluding: known).map(\.index))
    }
    return Pool(
      candidates: rows.sorted().map { row in
        Candidate(
          values: [parts.factorisation[row], parts.own[row] ?? 0, popularity[row], 0],
          isRelevant: relevant.contains(row), isNew: !known.contains(row))
      },
      relevantCount: relevant.count, newRelevantCount: relevant.subtracting(known).count)
  }

  /// Mean NDCG@10 over all customers, plus that of new products over customers
  /// who bought any.
  private static func quality(of pools: [Pool], weights: [Float]) -> Double {
    let weight = SIMD4<Float>(weights[0], weights[1], weights[2], 0)
    var (all, fresh, freshCount) = (0.0, 0.0, 0)
    for pool in pools {
      let scores = pool.candidates.map { ($0.values * weight).sum() }
      all += ndcg(pool, scores, relevantCount: pool.relevantCount)
      guard pool.newRelevantCount > 0 else { continue }
      let newScores = zip(pool.candidates, scores).map { $0.isNew ? $1 : -.infinity }
      fresh += ndcg(pool, newScores, relevantCount: pool.newRelevantCount)
      freshCount += 1
    }
    return all / Double(pools.count) + fresh / Double(max(1, freshCount))
  }

  private static func ndcg(_ pool: Pool, _ scores: [Float], relevantCount: Int) -> Double {
    let hits = Ranking.top(10, of: scores).map { pool.candidates[$0.index].isRelevant }
    return RankingMetrics.ndcg(at: 10, hits: hits, relevantCount: relevantCount)
  }

  /// Standard deviation.
  private static func spread(_ values: some Sequence<Float>) -> Float {
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for value in values {
      count += 1
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    guard count > 0 else { return 0 }
    return Float(max(0, squares / count - (sum / count) * (sum / count)).squareRoot())
  }
}
