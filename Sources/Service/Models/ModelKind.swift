package import Storage

/// What can be trained and evaluated.
package enum ModelKind: String, CaseIterable, Sendable {
  case recommender, churn, value, support

  /// The kind as it is stored.
  package var stored: ModelVersion.Kind { ModelVersion.Kind(rawValue: rawValue) }

  /// The kind of a stored version; nil for one of a later program.
  package init?(_ stored: ModelVersion.Kind) { self.init(rawValue: stored.rawValue) }
}
