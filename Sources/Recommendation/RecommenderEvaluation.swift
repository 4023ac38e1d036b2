package import Domain
package import Engine
package import Evaluation
import Features
import Models

/// Measures the recommender on purchases it has not seen.
package enum RecommenderEvaluation {
  /// Trains on everything before the split's cut-off and ranks the whole
  /// catalogue for every customer who bought before and after it.
  ///
  /// A split of nil takes the last 60 days, or 16 % of the span.
  package static func evaluate(
    log: InteractionLog, countries: [Customer.Key: String],
    configuration: RecommenderConfiguration, split given: TimeSplit?, seed: UInt64,
    cancellation: Cancellation? = nil, progress: ((String, Double) -> Void)? = nil
  ) throws(RecommendationError) -> EvaluationReport {
    guard let split = given ?? TimeSplit(of: log) else {
      throw RecommendationError(
        .noData, "there are no interactions: import some with 'rapport import interactions FILE'")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let past = split.past(of: log)
    let trainer = RecommenderTrainer(
      configuration: configuration, seed: seed, cancellation: cancellation, progress: progress)
    let model = try trainer.train(on: past, countries: countries)
    let trained = clock.now
    let (histories, relevant) = split.cases(of: log, model: model)
    let users = histories.indices.filter { !relevant[$0].isEmpty }
    guard !users.isEmpty else {
      throw RecommendationError(
        .noData,
        "no customer bought both before and after \(split.cutoff.date), so there is nothing to "
          + "measure: choose another date with --as-of or import more history")
    }
    var tallies: [String: Tally] = [:]
    for user in users {
      if cancellation?.isCancelled == true {
        throw RecommendationError(.cancelled, "the evaluation was stopped")
      }
      let parts = model.parts(of: histories[user])
      var own = [Float](repeating: 0, count: model.products.count)
      for (product, value) in parts.own { own[product] = value }
      var blended = own.map { $0 * model.blend.ownPurchases }
      for index in blended.indices {
        blended[index] +=
          model.blend.factorisation * parts.factorisation[index]
          + model.blend.popularity * model.popularity.overall[index]
      }
      let known = Set(histories[user].filter { $0.purchaseCount > 0 }.map(\.product))
      for (name, scores) in [
        ("blend", blended), ("popularity", model.popularity.overall), ("own purchases", own),
        ("matrix factorisation", parts.factorisation),
      ] {
        tallies[name, default: Tally()].add(
          scores: scores, relevant: relevant[user], known: known)
      }
    }
    let done = clock.now
    let names = ["popularity", "own purchases", "matrix factorisation"]
    return EvaluationReport(
      task: "recommender",
      protocol: "global time split: trained on everything before \(split.cutoff.date), tested on "
        + "purchases of the \(split.days) days from then; all products ranked, none sampled; "
        + "'new' counts only products the customer had not bought before",
      trainCount: past.count, testCount: users.count,
      metrics: tallies["blend"]?.metrics(seed: seed) ?? MetricList(),
      models: names.map {
        EvaluationReport.Model(name: $0, metrics: tallies[$0]?.metrics(seed: seed) ?? MetricList())
      },
      seconds: EvaluationReport.Seconds(
        train: (trained - start).inSeconds, predict: (done - trained).inSeconds),
      notes: [
        "customers tested: those who bought before the cut-off and again after it",
        "blend weights, learned on the days before the cut-off: "
          + "matrix factorisation \(rounded(model.blend.factorisation)), own purchases "
          + "\(rounded(model.blend.ownPurchases)), popularity \(rounded(model.blend.popularity))",
      ])
  }

  private struct Tally {
    var ndcg: [Double] = []
    var hits: [Double] = []
    var newNDCG: [Double] = []
    var newHits: [Double] = []
    var shown: Set<Int> = []
    var catalogue = 0

    mutating func add(scores: [Float], relevant: Set<Int>, known: Set<Int>) {
      let top = Ranking.top(10, of: scores).map(\.index)
      catalogue = scores.count
      shown.formUnion(top)
      let found = top.map { relevant.contains($0) }
      ndcg.append(RankingMetrics.ndcg(at: 10, hits: found, relevantCount: relevant.count))
      hits.append(RankingMetrics.hitRate(at: 10, hits: found))
      let fresh = relevant.subtracting(known)
      guard !fresh.isEmpty else { return }
      let topNew = Ranking.top(10, of: scores, excluding: known).map { fresh.contains($0.index) }
      newNDCG.append(RankingMetrics.ndcg(at: 10, hits: topNew, relevantCount: fresh.count))
      newHits.append(RankingMetrics.hitRate(at: 10, hits: topNew))
    }

    func metrics(seed: UInt64) -> MetricList {
      let coverage = Double(shown.count) / Double(max(1, catalogue))
      return [
        "hr@10": Bootstrap.mean(of: hits, seed: seed),
        "ndcg@10": Bootstrap.mean(of: ndcg, seed: seed),
        "hr@10_new": Bootstrap.mean(of: newHits, seed: seed),
        "ndcg@10_new": Bootstrap.mean(of: newNDCG, seed: seed),
        "coverage@10": Metric(value: coverage, low: coverage, high: coverage),
      ]
    }
  }
}

private func rounded(_ weight: Float) -> String {
  String(describing: (weight * 100).rounded() / 100)
}
