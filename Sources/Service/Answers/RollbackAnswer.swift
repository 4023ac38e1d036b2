/// The model now in use, as `models rollback --json` gives it.
package struct RollbackAnswer: Codable, Sendable {
  /// Which model.
  package var kind: String
  /// Its number.
  package var version: Int
  /// The name of the version in use now.
  package var name: String

  package init(kind: String, version: Int, name: String) {
    self.kind = kind
    self.version = version
    self.name = name
  }
}
