/// Typed reads of one consistent state, valid inside the closure of
/// ``Store/read(_:)`` or ``Store/write(_:)`` only.
package struct Reader {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func corrupt(_ what: String) -> StoreError {
    StoreError(
      .truncatedOrCorrupt, "\(connection.path) holds \(what): run `rapport check`",
      path: connection.path)
  }
}

@available(*, unavailable)
extension Reader: Sendable {}
