/// Header fields in the order they were sent; names are compared without regard to case.
package struct HeaderFields: Sendable, Hashable {
  /// One field line.
  package struct Field: Sendable, Hashable {
    /// As it was written.
    package var name: String
    /// Without blanks around it.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    func isNamed(_ name: String) -> Bool { HeaderFields.areSame(self.name, name) }
  }

  private var fields: [Field] = []

  package init() {}

  init(_ field: Field) { fields = [field] }

  /// The first value of `name`; setting replaces every value, nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { Self.areSame($0.name, name) }?.value }
    set {
      fields.removeAll { Self.areSame($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// Every value of `name`, in order.
  package func values(_ name: String) -> [String] {
    fields.filter { Self.areSame($0.name, name) }.map(\.value)
  }

  /// Adds a field behind those that there are.
  package mutating func append(_ name: String, _ value: String) {
    append(Field(name: name, value: value))
  }

  mutating func append(_ field: Field) {
    // Room for the fields of most requests at once.
    if fields.isEmpty { fields.reserveCapacity(8) }
    fields.append(field)
  }

  /// Whether two field names are the same but for the case of ASCII letters.
  static func areSame(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    if left == right { return true }
    return left.utf8.elementsEqual(right.utf8) { Octet.lowercased($0) == Octet.lowercased($1) }
  }
}

extension HeaderFields: RandomAccessCollection {
  package var startIndex: Int { fields.startIndex }
  package var endIndex: Int { fields.endIndex }
  package subscript(position: Int) -> Field { fields[position] }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }
}
