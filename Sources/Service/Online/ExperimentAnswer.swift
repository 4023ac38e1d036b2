import Domain
import Storage

/// An experiment, as `experiment start --json` and `experiment stop --json` give it.
package struct ExperimentAnswer: Codable, Sendable, Hashable {
  /// What people call it.
  package var name: String
  /// The name of the model of arm a.
  package var modelA: String
  /// The name of the model of arm b.
  package var modelB: String
  /// The share of customers who get model b.
  package var share: Double
  /// When it began, in RFC 3339.
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
  /// What came of one side of an experiment.
  package struct Arm: Codable, Sendable {
    /// `a` or `b`.
    package var arm: String
    /// The name of the model, such as `churn-3`.
    package var model: String
    /// How many customers saw something of it.
    package var customers: Int
    /// Products that were shown.
    package var impressions: Int
    /// Products that were clicked.
    package var clicks: Int
    /// Impressions after which the customer bought the product.
    package var conversions: Int
    /// Purchases that came after.
    package var purchases: Int
    /// Clicked impressions of all, with an interval; nil where there are none.
    package var clickThrough: RateAnswer?
    /// Conversions of all impressions, with an interval; nil where there are none.
    package var conversion: RateAnswer?
  }

  /// Which experiment.
  package var experiment: ExperimentAnswer
  /// Days within which a purchase is put down to an impression.
  package var attributionDays: Int
  /// Both sides, a first.
  package var arms: [Arm]
  /// Arm b less arm a.
  package var clickThroughDifference: RateAnswer?
  /// Of arm b less arm a; nil where there is none.
  package var conversionDifference: RateAnswer?
  /// What follows from it, in words.
  package var verdict: String
  /// What a reader must know to read the figures right.
  package var notes: [String]
}
