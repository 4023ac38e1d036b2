package import Domain

/// How long records of a kind are kept.
package struct RetentionRule: Sendable, Hashable {
  /// What kind it is.
  package var kind: ExpiringKind
  /// At least 1.
  package var days: Int
  /// When it was set.
  package var setAt: Timestamp
  /// An API key's id, or `cli`.
  package var setBy: String

  package init(kind: ExpiringKind, days: Int, setAt: Timestamp, setBy: String) {
    self.kind = kind
    self.days = days
    self.setAt = setAt
    self.setBy = setBy
  }
}
