/// Something the shop sells.
package struct Product: Sendable, Hashable, Codable {
  /// The shop's own identifier of a product.
  package struct ID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    /// Equal where the bytes are, as in the database: Swift takes two spellings of
    /// one accented letter for equal.
    package static func == (lhs: ID, rhs: ID) -> Bool {
      lhs.rawValue.utf8.elementsEqual(rhs.rawValue.utf8)
    }

    package func hash(into hasher: inout Hasher) {
      var text = rawValue
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  /// The store's own row number of a product; never shown outside.
  package struct Key: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
  }

  package var id: ID
  package var title: String?
  package var description: String?
  package var category: String?
  /// In units of ``currency``.
  package var price: Double?
  package var currency: String?
  /// False hides the product from recommendations; nil is available.
  package var available: Bool?
  /// Everything else the shop knows, by column name.
  package var attributes: [String: AttributeValue]

  package init(
    id: ID, title: String? = nil, description: String? = nil, category: String? = nil,
    price: Double? = nil, currency: String? = nil, available: Bool? = nil,
    attributes: [String: AttributeValue] = [:]
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.category = category
    self.price = price
    self.currency = currency
    self.available = available
    self.attributes = attributes
  }
}
