extension Reader {
  /// What customers wrote, masked as it is stored, the newest first.
  ///
  /// - Parameter limit: the most messages.
  /// - Returns: the texts that are not empty, each once.
  /// - Throws: `StoreError` where the database cannot be read.
  package func customerTexts(limit: Int) throws(StoreError) -> [String] {
    try connection.all(
      """
      SELECT text FROM messages WHERE author = 'customer' AND text <> ''
      GROUP BY text ORDER BY max(key) DESC LIMIT ?1
      """,
      bind: { $0.bind(1, Int64(limit)) },
      row: { row throws(StoreError) in row.text(0) })
  }
}
