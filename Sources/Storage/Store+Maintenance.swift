import Glibc

extension Store {
  /// Reads everything and lists what is wrong; empty where all is well.
  package func check() throws(StoreError) -> [String] {
    try checkRecords()
      + withReadingConnection { connection throws(StoreError) in
        try Reader(connection).alteredModels()
      }
  }

  /// ``check()`` without the models.
  package func checkRecords() throws(StoreError) -> [String] {
    try withReadingConnection { connection throws(StoreError) in try Self.problems(connection) }
  }

  /// What is wrong with the pages of a database and with its references.
  static func problems(_ connection: Connection) throws(StoreError) -> [String] {
    var problems = try connection.all("PRAGMA integrity_check") { $0.text(0) }
      .filter { $0 != "ok" }
    problems += try connection.all("PRAGMA foreign_key_check") {
      "row \($0.integer(1)) of \($0.text(0)) refers to a missing row of \($0.text(2))"
    }
    return problems
  }

  /// Moves the write-ahead log into the database and empties it.
  ///
  /// Erased data is gone from the disk only after this.
  package func checkpoint() throws(StoreError) {
    try withWritingConnection { connection throws(StoreError) in
      let isBlocked = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") {
        $0.integer(0) != 0
      }
      guard isBlocked != true else {
        throw StoreError(
          .locked, "\(self.path) is being read: the write-ahead log could not be emptied",
          path: self.path)
      }
    }
  }
}
