/// A thing that a text names: what it is, where it stands and how sure that is.
package struct Entity: Sendable, Hashable, Codable {
  /// What was found.
  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case orderNumber = "order_number"
    case email, phone, date, amount, product
  }

  package var kind: Kind
  /// The meaning, in one spelling for all: an order number as the store writes
  /// it, an address in lower case, a phone number of digits with an optional
  /// `+`, an ISO 8601 date, an amount such as `12.50 EUR`, a product's id.
  package var value: String
  /// The words of the text.
  package var text: String
  /// The offset of the first Unicode scalar of the original text.
  package var start: Int
  /// One past the last scalar.
  package var end: Int
  /// From 0 to 1.
  package var confidence: Double

  package init(
    kind: Kind, value: String, text: String, start: Int, end: Int, confidence: Double
  ) {
    self.kind = kind
    self.value = value
    self.text = text
    self.start = start
    self.end = end
    self.confidence = confidence
  }

  package var range: Range<Int> { start..<end }
}
