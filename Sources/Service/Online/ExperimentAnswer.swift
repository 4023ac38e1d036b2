import Domain
import Storage

/// An experiment, as `experiment start --json` and `experiment stop --json` give it.
package struct ExperimentAnswer: Codable, Sendable, Hashable {
  package var name: String
  package var modelA: String
  package var modelB: String
  /// The share of customers who get model b.
  package var share: Double
  package var startedAt: String
  /// Nil while it runs.
  package var stoppedAt: String?

  init(_ experiment: Experiment) {
    name = experiment.name
    modelA = "\(experiment.kind)-\(experiment.versionA)"
    modelB = "\(experiment.kind)-\(experiment.versionB)"
    share = experiment.share
    startedAt = experiment.startedAt.rfc3339
    stoppedAt = experiment.stoppedAt?.rfc3339
  }
}

/// What an experiment has found, as `experiment report --json` gives it.
package struct ExperimentReport: Codable, Sendable {
  package struct Arm: Codable, Sendable {
    /// `a` or `b`.
    package var arm: String
    package var model: String
    package var customers: Int
    package var impressions: Int
    package var clicks: Int
    /// Impressions after which the customer bought the product.
    package var conversions: Int
    package var purchases: Int
    package var clickThrough: RateAnswer?
    package var conversion: RateAnswer?
  }

  package var experiment: ExperimentAnswer
  package var attributionDays: Int
  package var arms: [Arm]
  /// Arm b less arm a.
  package var clickThroughDifference: RateAnswer?
  package var conversionDifference: RateAnswer?
  /// What follows from it, in words.
  package var verdict: String
  /// What a reader must know to read the figures right.
  package var notes: [String]
}
