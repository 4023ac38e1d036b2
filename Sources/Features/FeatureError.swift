package import Domain

/// Why features could not be computed.
package struct FeatureError: Error, CustomStringConvertible, Sendable {
  /// A stable name of the failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A row is dated after the cut-off: using it would leak the future.
    package static let leakage = Code(rawValue: "leakage")
    /// Money of several currencies cannot be added up.
    package static let mixedCurrencies = Code(rawValue: "mixed_currencies")
  }

  /// The row that was refused.
  package struct Row: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
      /// The position in the log.
      case interaction(Int)
      /// The position in the list of contacts.
      case contact(Int)
      /// The name of a customer's attribute.
      case attribute(String)
    }

    package var source: Source
    package var customer: Customer.Key
    package var product: Product.Key?
    package var occurredAt: Timestamp
    package var cutoff: Timestamp
  }

  package let code: Code
  package let description: String
  /// For `leakage`, the first row found.
  package let row: Row?

  package init(_ code: Code, _ description: String, row: Row? = nil) {
    self.code = code
    self.description = description
    self.row = row
  }
}
