/// The model now in use, as `models rollback --json` gives it.
package struct RollbackAnswer: Codable, Sendable {
  package var kind: String
  package var version: Int
  package var name: String

  package init(kind: String, version: Int, name: String) {
    self.kind = kind
    self.version = version
    self.name = name
  }
}
