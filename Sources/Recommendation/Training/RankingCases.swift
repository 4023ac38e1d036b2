import Engine
import Evaluation
package import Features
import Models

/// Customers with what they chose afterwards: what rankings are judged on.
package struct RankingCases: Sendable {
  package let histories: [CustomerHistory]
  /// The product rows each customer chose; never empty.
  package let relevant: [Set<Int>]
  /// The product rows each customer had bought before.
  let known: [Set<Int>]

  /// Leaves out customers who chose nothing.
  package init(histories: [CustomerHistory], relevant: [Set<Int>]) {
    let kept = histories.indices.filter { !relevant[$0].isEmpty }
    self.histories = kept.map { histories[$0] }
    self.relevant = kept.map { relevant[$0] }
    known = self.histories.map { history in
      Set(history.items.lazy.filter { $0.purchaseCount > 0 }.map(\.product))
    }
  }

  package var count: Int { histories.count }

  /// The share of customers who chose something they had bought before.
  var repeats: Double {
    let repeating = relevant.indices.count { !relevant[$0].isDisjoint(with: known[$0]) }
    return Double(repeating) / Double(max(1, count))
  }

  /// A sample of the cases that does not depend on how many threads run.
  func sample(_ limit: Int, seed: UInt64) -> RankingCases {
    var generator = SplitMix64(seed: seed)
    let chosen = histories.indices.shuffled(using: &generator).prefix(limit).sorted()
    return RankingCases(
      histories: chosen.map { histories[$0] }, relevant: chosen.map { relevant[$0] })
  }

  /// Mean NDCG@10 of lists of any products and of lists of new ones.
  struct Quality: Sendable, Hashable {
    var any: Double
    /// Over customers who chose something new; 0 where nobody did.
    var new: Double

    /// What searches maximise: lists of any products count as often as customers
    /// choose again what they had.
    func objective(repeats: Double) -> Double { new + repeats * any }
  }

  /// Judges what one model says.
  func quality(of model: some CandidateModel) -> Quality {
    let gains = Parallel.map(count: count) { index -> (any: Double, new: Double) in
      let scores = model.scores(for: histories[index])?.values ?? []
      return gain(scores, case: index)
    }
    return Self.mean(gains)
  }

  /// NDCG@10 of the two lists that scores give; new is NaN where nothing new was
  /// chosen.
  private func gain(_ scores: [Float], case index: Int) -> (any: Double, new: Double) {
    let (relevant, known) = (relevant[index], known[index])
    let all = Ranking.top(10, of: scores).map { relevant.contains($0.index) }
    let fresh = relevant.subtracting(known)
    let new = Ranking.top(10, of: scores, excluding: known.lazy.filter { $0 < scores.count })
      .map { fresh.contains($0.index) }
    return (
      RankingMetrics.ndcg(at: 10, hits: all, relevantCount: relevant.count),
      RankingMetrics.ndcg(at: 10, hits: new, relevantCount: fresh.count)
    )
  }

  static func mean(_ gains: [(any: Double, new: Double)]) -> Quality {
    let fresh = gains.lazy.map(\.new).filter { !$0.isNaN }
    let freshCount = fresh.count { _ in true }
    return Quality(
      any: gains.reduce(0) { $0 + $1.any } / Double(max(1, gains.count)),
      new: fresh.reduce(0, +) / Double(max(1, freshCount)))
  }
}
