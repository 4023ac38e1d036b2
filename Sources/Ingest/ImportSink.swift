package import Domain

/// Text in the reader's memory, valid until ``ImportSink/receive(_:line:)`` returns.
///
/// Most titles belong to products already known; whoever needs one makes the
/// string, and nobody else pays for it.
package struct BorrowedText {
  let field: Field

  /// A copy that stays.
  package var string: String { field.text }
}

/// An interaction as read, and what the same line tells of its parties.
package struct InteractionRecord {
  package var interaction: Interaction
  /// The number of different customers in this import before this one: an index
  /// for the receiver's own arrays.
  package var customerOrdinal: Int
  /// As ``customerOrdinal``, for the product.
  package var productOrdinal: Int
  /// The product's title, for a product not yet known.
  package var title: BorrowedText?
  /// The product's category, for a product not yet known.
  package var category: BorrowedText?
  /// The customer's country, for a customer not yet known.
  package var country: BorrowedText?
}

/// One accepted record.
package enum SourceRecord {
  case customer(Customer)
  case product(Product)
  case interaction(InteractionRecord)
  case faq(FAQEntry)
  case label(ChurnLabel)
}

/// Takes the records of an import.
package protocol ImportSink {
  /// Takes one record, or says why not; the refusal is counted and written as
  /// the importer's own are.
  ///
  /// - Parameters:
  ///   - record: what was read.
  ///   - line: where it began, counted from 1.
  /// - Returns: nil for a record that is taken.
  /// - Throws: what ends the whole import.
  mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal?

  /// Learns that all records up to a point have been handed over; a good moment
  /// to commit. The last call is at the end, also after a cancellation.
  mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws
}
