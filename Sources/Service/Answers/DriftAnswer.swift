/// How far a measure has moved since a model was trained.
package struct DriftAnswer: Codable, Sendable {
  /// The measure.
  package var feature: String
  /// The population stability index.
  package var stabilityIndex: Double
  /// `stable`, `shifting` or `shifted`.
  package var reading: String
}

/// What a churn model foretold of a horizon that began after its training, and what came.
package struct CalibrationDriftAnswer: Codable, Sendable {
  /// The first day of the horizon.
  package var from: String
  /// How many days.
  package var days: Int
  /// How many customers.
  package var customers: Int
  /// The mean probability of leaving.
  package var expected: Double
  /// The share that left, with its 95 % interval.
  package var observed: Double
  /// The lower end of the interval.
  package var low: Double
  /// The upper end of the interval.
  package var high: Double
  /// Whether what was expected lies outside the interval.
  package var hasDrifted: Bool
}

/// What has changed for the churn model since it was trained.
package struct ChurnChangesAnswer: Codable, Sendable {
  /// Measures whose customers differ from those learned from, most first.
  package var drift: [DriftAnswer]
  /// How its probabilities held; nil where no horizon since training is over.
  package var outcome: CalibrationDriftAnswer?
  /// Attributes that came after training and do not count.
  package var ignoredAttributes: [String]
  /// Attributes it was trained with that no customer has any more.
  package var missingAttributes: [String]
}
