/// Typed reads of one consistent state, valid inside the closure of
/// ``Store/read(_:)`` or ``Store/write(_:)`` only.
package struct Reader {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  func corrupt(_ what: String) -> StoreError {
    StoreError(
      .truncatedOrCorrupt, "\(connection.path) holds \(what): run 'rapport check'",
      path: connection.path)
  }

  /// Fails where a key of a table is there twice, which only damage brings about.
  func checkAscending(_ keys: some Sequence<Int64>, of table: String) throws(StoreError) {
    var last: Int64?
    for key in keys {
      guard last.map({ $0 < key }) ?? true else {
        throw corrupt("\(table) whose keys are out of order")
      }
      last = key
    }
  }
}

@available(*, unavailable)
extension Reader: Sendable {}
