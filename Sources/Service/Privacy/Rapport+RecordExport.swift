import Domain
import Storage

/// What an export wrote.
package struct RecordExportOutcome: Sendable {
  /// How many were written.
  package var records: Int
  /// The attributes some of whose values were left out since few customers share them,
  /// with how many values; empty where nothing was pseudonymised.
  package var rareValues: [(attribute: String, values: Int)]
}

extension Rapport {
  /// Records read at once, so that no reader holds the log for long.
  private static let exportBatch = 10_000

  /// Writes all records of a kind, in the form in which they are imported.
  ///
  /// - Parameters:
  ///   - kind: which records.
  ///   - format: how they are laid out.
  ///   - key: pseudonymises under this key, of at least
  ///     ``Pseudonymiser/leastKeyLength`` bytes; nil writes what is stored.
  ///   - write: takes the text, in pieces that end with a line.
  /// - Returns: how many, and what was left out.
  /// - Throws: errors of the store and of `write`.
  package func export(
    _ kind: RecordKind, as format: RecordFormat, pseudonymisedWith key: [UInt8]? = nil,
    write: (String) throws -> Void
  ) throws -> RecordExportOutcome {
    let counts = key == nil ? [:] : try store.read { try $0.attributeCounts() }
    let mask = key.map { Pseudonymiser(key: $0, counts: counts) }
    let count =
      switch kind {
      case .interactions: try exportInteractions(format, mask, write)
      case .customers: try exportCustomers(format, mask, write)
      case .messages: try exportMessages(format, mask, write)
      }
    return RecordExportOutcome(
      records: count, rareValues: kind == .customers ? mask?.rareValues ?? [] : [])
  }

  private func exportInteractions(
    _ format: RecordFormat, _ mask: Pseudonymiser?, _ write: (String) throws -> Void
  ) throws -> Int {
    if format == .csv { try write(RecordLine.csv(RecordLine.interactionFields)) }
    return try inBatches(write) { last in
      let rows = try store.read { try $0.interactions(after: last, limit: Self.exportBatch) }
      return (
        rows.last?.key,
        rows.map { row in
          RecordLine(mask?.masked(row.interaction) ?? row.interaction).text(format)
        }
      )
    }
  }

  private func exportCustomers(
    _ format: RecordFormat, _ mask: Pseudonymiser?, _ write: (String) throws -> Void
  ) throws -> Int {
    let names = try store.read { try $0.attributeNames() }
      .filter { !RecordLine.customerFields.contains($0) }
    if format == .csv { try write(RecordLine.csv(RecordLine.customerFields + names)) }
    return try inBatches(write) { last in
      let rows = try store.read {
        try $0.customers(after: Customer.Key(last), limit: Self.exportBatch)
      }
      return (
        rows.last?.key.rawValue,
        rows.map { row in
          RecordLine(mask?.masked(row.customer) ?? row.customer, attributes: names)
            .text(format)
        }
      )
    }
  }

  private func exportMessages(
    _ format: RecordFormat, _ mask: Pseudonymiser?, _ write: (String) throws -> Void
  ) throws -> Int {
    if format == .csv { try write(RecordLine.csv(RecordLine.messageFields)) }
    return try inBatches(write) { last in
      let rows = try store.read { try $0.messages(after: last, limit: Self.exportBatch) }
      return (
        rows.last?.key, rows.map { RecordLine(mask?.masked($0) ?? $0).text(format) }
      )
    }
  }

  /// Writes batch after batch, each of the lines after a key; ends with an empty one.
  private func inBatches(
    _ write: (String) throws -> Void,
    read: (Int64) throws -> (last: Int64?, lines: [String])
  ) throws -> Int {
    var (count, after) = (0, Int64.min)
    while true {
      let (last, lines) = try read(after)
      guard let last else { return count }
      try write(lines.joined())
      count += lines.count
      after = last
    }
  }
}
