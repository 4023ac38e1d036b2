extension Writer {
  /// The bookkeeping of a transaction that may add more rows than there were.
  struct BulkLoad {
    /// The greatest key before the first row; nil before there is one.
    var stored: Int64?
    var added: Int64 = 0
    /// The statements that make the indexes again; empty while they are kept up.
    var suspended: [String] = []
  }

  /// Below this, building an index anew costs more than keeping it up.
  static let bulkThreshold: Int64 = 20_000

  /// Counts one new interaction.
  ///
  /// Keeping two indexes up row by row costs more than the rows themselves, and
  /// building them at the end a third of that. So once a transaction has added
  /// more rows than were stored before, they go until it ends; a roll-back brings
  /// them back with everything else.
  func countInteraction() throws(StoreError) {
    load.added += 1
    guard load.suspended.isEmpty, load.added >= Self.bulkThreshold,
      load.added > load.stored ?? 0
    else { return }
    let definitions = try connection.all(
      """
      SELECT sql FROM sqlite_schema
      WHERE type = 'index' AND name IN ('interactions_by_customer', 'interactions_by_product')
      """
    ) { $0.text(0) }
    try connection.execute(
      script: "DROP INDEX interactions_by_customer; DROP INDEX interactions_by_product")
    load.suspended = definitions
  }

  /// Makes the transaction ready to be committed.
  func finish() throws(StoreError) {
    for definition in load.suspended { try connection.execute(script: definition) }
    load.suspended = []
  }
}
