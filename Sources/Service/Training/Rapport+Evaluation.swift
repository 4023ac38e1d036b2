import Churn
import Domain
package import Engine
package import Evaluation
import Features
import Recommendation
import Support

extension Rapport {
  /// Measures a model of that kind on stored data it has not seen.
  package func evaluate(
    _ kind: ModelKind, options: TrainingOptions, cancellation: Cancellation,
    progress: ((String, Double) -> Void)?
  ) throws -> EvaluationReport {
    try Self.translating {
      switch kind {
      case .recommender:
        let (log, records) = try interactions(until: nil)
        let split = try options.asOf.map { cutoff in
          guard let end = try dataEnd() else {
            throw ServiceError(.nothingToLearn, "there are no interactions")
          }
          return TimeSplit(cutoff: cutoff, end: min(end, cutoff.adding(days: 60)))
        }
        let trainer = RecommenderTrainer(
          configuration: .standard, budget: options.budget, keepsAll: true, seed: options.seed,
          cancellation: cancellation, progress: progress)
        guard !options.leavesLastOut else {
          return try RecommenderEvaluation.evaluateLastEvents(
            of: log, records: records, trainer: trainer)
        }
        return try RecommenderEvaluation.evaluate(
          log: log, records: records, trainer: trainer, split: split)
      case .churn:
        let known = try churnData(options)
        var report = try ChurnEvaluation(
          configuration: ChurnEvaluation.Configuration(
            trainer: known.configuration, economics: try contactEconomics(),
            cutPoints: try riskCutPoints(medianValue: nil),
            groupAttribute: options.groupAttribute), cancellation: cancellation
        ).evaluate(known.data, asOf: known.asOf)
        report.notes += known.notes
        return report
      case .value:
        let (events, asOf) = try purchases(options)
        try CurrencyScreen.requireOne(in: events)
        let horizon = try horizon(options, events.log, asOf: asOf)
        return try ValueEvaluation.evaluate(
          events.log, configuration: ValueTrainer.Configuration(horizonDays: horizon.days),
          asOf: asOf, seed: options.seed, cancellation: cancellation)
      case .support:
        return try evaluateSupport(
          seed: options.seed, cancellation: cancellation, progress: progress
        ).report
      }
    }
  }
}
