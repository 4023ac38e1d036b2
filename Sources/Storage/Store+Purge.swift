extension Store {
  /// How often the log is tried to be emptied, five seconds each.
  private static let attempts = 6

  /// Rewrites the file so that it holds nothing but the rows there are, and empties
  /// the write-ahead log.
  ///
  /// Deleted rows are overwritten where they stood, but a page that was split may keep
  /// copies of rows that moved to its neighbour; only a new file has none.
  ///
  /// - Throws: `diskFull` where there is no room for a second file; `locked` where
  ///   somebody reads all the time.
  /// - Complexity: O(file), and as much room on the disk; reads go on meanwhile, writes
  ///   wait.
  package func purge() throws(StoreError) {
    try withWritingConnection { connection throws(StoreError) in
      try connection.execute(script: "VACUUM")
    }
    for attempt in 1...Self.attempts {
      do throws(StoreError) {
        return try checkpoint()
      } catch {
        guard error.code == .locked, attempt < Self.attempts else { throw error }
      }
    }
  }
}
