import Domain
import Engine
import Evaluation
import Features
import Models
import Recommendation

/// MovieLens 1M as sequences: training without the last two items of everybody,
/// choices on 512 users, the last item to find among all others not in the history.
enum MovieSequences {
  /// Seconds that training with a transformer may take.
  private static let longBudget = 1750.0
  private static let shortBudget = 15.0
  private static let name = "recommender/movielens-1m"

  static func rows(_ setting: Setting) throws -> [Row] {
    guard let data = try MovieSequenceFiles(setting) else { return [] }
    var rows = selfChecks(data)
    setting.say("Recommender, MovieLens 1M, without the transformer")
    rows += try measured(data, budget: shortBudget, name: "\(name)/quick", setting)
    setting.say("Recommender, MovieLens 1M, with the transformer: this takes up to 30 min")
    return try rows + measured(data, budget: longBudget, name: "\(name)/full", setting)
  }

  private static func measured(
    _ data: MovieSequenceFiles, budget: Double, name: String, _ setting: Setting
  ) throws -> [Row] {
    let clock = ContinuousClock()
    let start = clock.now
    let model = try RecommenderTrainer(
      configuration: .standard, budget: budget, keepsAll: true, seed: 1
    ).train(on: data.train, validation: data.validation)
    let seconds = (clock.now - start) / .seconds(1)
    for trial in model.record.trials where trial.isChosen {
      setting.say("  \(trial.kind.name): \(trial.setting)")
    }
    setting.say("  blend of new products: \(model.blend.text(onlyNew: true))")
    for line in model.record.leftOut { setting.say("  without \(line)") }
    var rows = [Row("\(name)/blend", "training", seconds, unit: "s")]
    for (part, held) in [("last", data.test), ("last but one unknown", data.gapTest)] {
      let report = try RecommenderEvaluation.report(
        of: model, on: held, trainSeconds: seconds, seed: 1)
      let models = report.models.map { ($0.name, $0.metrics) }
      for (label, metrics) in [("blend", report.metrics)] + models {
        for metric in ["ndcg@10_new", "hr@10_new"] {
          guard let found = metrics[metric] else { continue }
          rows.append(
            Row(
              "\(name)/\(label)/\(part)", String(metric.dropLast(4)), found.value, low: found.low,
              high: found.high, unit: metric.hasPrefix("hr") ? "share" : "score"))
        }
      }
    }
    return rows
  }

  /// Popularity and plain item regression, whose figures are known: they show that
  /// data and ranking are read as others read them.
  private static func selfChecks(_ data: MovieSequenceFiles) -> [Row] {
    let popularity = data.histories.reduce(into: [Float](repeating: 0, count: data.itemCount)) {
      for item in $1 { $0[Int(item)] += 1 }
    }
    let matrix = SparseMatrix(
      rows: data.histories.map { history in
        Set(history).sorted().map { (column: Int($0), value: Float(1)) }
      }, columnCount: data.itemCount)
    let dense = EASE.Configuration(regularization: 300, weightsPerItem: nil)
    var models: [(name: String, scores: @Sendable ([Int32]) -> [Float])] = [
      ("popularity", { _ in popularity })
    ]
    if let ease = try? EASE.fit(matrix, configuration: dense) {
      models.append(
        (
          "item regression, λ 300",
          { history in
            ease.scores(
              items: history.map(Int.init), weights: history.map { _ in 1 })
          }
        ))
    }
    return models.flatMap { model in
      let hits = Parallel.map(count: data.histories.count) { user in
        Ranking.top(
          10, of: model.scores(data.histories[user]), excluding: data.histories[user].map(Int.init)
        ).map { $0.index == data.answers[user] }
      }
      let label = "\(name)/self-check/\(model.name)"
      let ndcg = hits.map { RankingMetrics.ndcg(at: 10, hits: $0, relevantCount: 1) }
      let found = hits.map { RankingMetrics.hitRate(at: 10, hits: $0) }
      return [("hr@10", found, "share"), ("ndcg@10", ndcg, "score")].map { metric, values, unit in
        let mean = Bootstrap.mean(of: values, seed: 1)
        return Row(label, metric, mean.value, low: mean.low, high: mean.high, unit: unit)
      }
    }
  }
}
