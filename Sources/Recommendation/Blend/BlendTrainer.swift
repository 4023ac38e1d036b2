import Engine
import Features
import Models

/// Learns a ``Blend`` from what customers chose after their histories.
///
/// A logistic regression on what the models say tells chosen products from the
/// others of each customer's pool; coordinate ascent then moves its weights towards
/// the metric itself, NDCG@10, as good log-odds are not yet a good order at the top.
/// Models without which nothing is lost are left out: what is not there costs no
/// time and needs no explanation.
///
/// - Source: Metzler & Croft 2007, "Linear feature-based models for information
///   retrieval", Information Retrieval 10(3), section 4.2, for the ascent.
struct BlendTrainer {
  static let leastCustomers = 50
  /// Factors by which the ascent tries to change a weight.
  private static let factors: [Float] = [0, 0.25, 0.5, 0.7, 0.85, 1.2, 1.5, 2, 4]
  /// Weights tried for a model that has none yet, as shares of the greatest.
  private static let shares: [Float] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1]
  private static let rounds = 3
  /// A model is left out where that loses no more than this share of the quality.
  private static let leastGain = 0.01

  let pools: BlendPools
  let cancellation: Cancellation?

  /// What was learned, and how good it is on the customers it was learned from.
  struct Result {
    var blend: Blend
    var quality: RankingCases.Quality
  }

  /// - Returns: nil where there are too few customers, no model says anything, or
  ///   when cancelled.
  func learn() -> Result? {
    guard pools.pools.count >= Self.leastCustomers,
      let any = weights(onlyNew: false), let new = weights(onlyNew: true)
    else { return nil }
    // Weights that sum to 1 put every shop's scores on one scale.
    let (sumAny, sumNew) = (any.weights.reduce(0, +), new.weights.reduce(0, +))
    let parts = pools.kinds.indices
      .map {
        Blend.Part(
          pools.kinds[$0], any: any.weights[$0] / sumAny, new: new.weights[$0] / sumNew)
      }
      .filter { $0.any != 0 || $0.new != 0 }
    guard !parts.isEmpty else { return nil }
    return Result(
      blend: Blend(parts), quality: RankingCases.Quality(any: any.quality, new: new.quality))
  }

  private func weights(onlyNew: Bool) -> (weights: [Float], quality: Double)? {
    var best = starts(onlyNew: onlyNew)
      .map { ($0, pools.quality($0, onlyNew: onlyNew)) }
      .max { $0.1 < $1.1 }
    guard var (weights, quality) = best else { return nil }
    for _ in 0..<Self.rounds {
      let before = quality
      for model in weights.indices {
        guard cancellation?.isCancelled != true else { return nil }
        let greatest = weights.max() ?? 1
        let trials =
          weights[model] == 0
          ? Self.shares.map { $0 * greatest } : Self.factors.map { $0 * weights[model] }
        for trial in trials {
          var changed = weights
          changed[model] = trial
          let found = pools.quality(changed, onlyNew: onlyNew)
          if found > quality { (weights, quality) = (changed, found) }
        }
      }
      if quality - before < 1e-4 * quality { break }
    }
    best = prune(weights, quality, onlyNew: onlyNew)
    return best
  }

  /// Each model alone, and the logistic regression's weights.
  private func starts(onlyNew: Bool) -> [[Float]] {
    let count = pools.kinds.count
    var starts = (0..<count).map { alone in (0..<count).map { $0 == alone ? Float(1) : 0 } }
    if let learned = logisticWeights(onlyNew: onlyNew) { starts.append(learned) }
    return starts
  }

  /// Leaves out one model after the other, the least useful first.
  private func prune(
    _ weights: [Float], _ quality: Double, onlyNew: Bool
  ) -> (weights: [Float], quality: Double) {
    var (weights, current) = (weights, quality)
    while weights.count(where: { $0 != 0 }) > 1 {
      let trials = weights.indices.filter { weights[$0] != 0 }.map { model in
        var trial = weights
        trial[model] = 0
        return (trial, pools.quality(trial, onlyNew: onlyNew))
      }
      guard let best = trials.max(by: { $0.1 < $1.1 }), best.1 >= quality * (1 - Self.leastGain)
      else { break }
      (weights, current) = best
    }
    return (weights, current)
  }

  /// The weights of a logistic regression, those below zero as zero: a model that
  /// speaks against what it was trained to find says nothing.
  private func logisticWeights(onlyNew: Bool) -> [Float]? {
    var (features, labels, sampleWeights): ([Float], [Float], [Float]) = ([], [], [])
    for pool in pools.pools {
      let shown = pool.rows.indices.filter { !onlyNew || pool.newness[$0] == 0 }
      for index in shown {
        for values in pool.values { features.append(values[index]) }
        labels.append(pool.isRelevant[index] ? 1 : 0)
        sampleWeights.append(1 / Float(shown.count))
      }
    }
    guard
      let model = try? LogisticRegression.fit(
        Tensor(shape: [labels.count, pools.kinds.count], values: features), labels: labels,
        sampleWeights: sampleWeights, configuration: LogisticRegression.Configuration(l2: 0.01),
        cancellation: cancellation)
    else { return nil }
    let weights = model.weights.map { Float(max(0, $0)) }
    return weights.contains { $0 > 0 } ? weights : nil
  }
}
