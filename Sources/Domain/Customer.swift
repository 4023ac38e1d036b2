/// A person or company that buys.
package struct Customer: Sendable, Hashable, Codable {
  /// The shop's own identifier of a customer.
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

  /// The store's own row number of a customer; never shown outside.
  package struct Key: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
  }

  package var id: ID
  package var name: String?
  package var email: String?
  package var country: String?
  package var firstSeen: Timestamp?
  /// Everything else the shop knows, by column name.
  package var attributes: [String: AttributeValue]

  package init(
    id: ID, name: String? = nil, email: String? = nil, country: String? = nil,
    firstSeen: Timestamp? = nil, attributes: [String: AttributeValue] = [:]
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.country = country
    self.firstSeen = firstSeen
    self.attributes = attributes
  }
}
