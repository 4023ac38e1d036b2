extension Writer {
  /// The bookkeeping of a transaction that may add more rows than there were.
  struct BulkLoad {
    /// The greatest key before the first row; nil before there is one.
    var stored: Int64?
    var added: Int64 = 0
    /// The statement that makes the index again; nil while it is kept up.
    var suspended: String?
  }

  /// Below this, building an index anew costs more than keeping it up.
  static let bulkThreshold: Int64 = 20_000

  /// Counts one new interaction.
  ///
  /// Keeping the index of customers up row by row costs about as much as the rows
  /// themselves, and building it at the end a third of that. So once a transaction
  /// has added more rows than were stored before, it goes until that ends; a roll-back
  /// brings it back with everything else.
  func countInteraction() throws(StoreError) {
    load.added += 1
    guard load.suspended == nil, load.added >= Self.bulkThreshold,
      load.added > load.stored ?? 0
    else { return }
    load.suspended = try connection.first(
      "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'interactions_by_customer'"
    ) { $0.text(0) }
    try connection.execute(script: "DROP INDEX interactions_by_customer")
  }

  /// Makes the transaction ready to be committed.
  func finish() throws(StoreError) {
    guard let definition = load.suspended else { return }
    try connection.execute(script: definition)
    load.suspended = nil
  }
}
