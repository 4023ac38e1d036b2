package import Domain

/// The attributes that the shop imported with its customers, as columns.
///
/// What kind of column an attribute is, is decided once, at training: one odd
/// value must not change what a column is to a model already trained.
package struct AttributeFeatures: Sendable, Codable, Hashable {
  /// One attribute as a column of the table.
  package struct Column: Sendable, Codable, Hashable {
    /// Whether its values are numbers or categories.
    package enum Kind: String, Sendable, Codable {
      case number
      /// Days from the date to the cut-off.
      case date
      case category
    }

    package var name: String
    package var kind: Kind
  }

  /// In name order, `country` included where known.
  package var columns: [Column] = []
  /// Which attributes are left out, and why.
  package private(set) var notes: [String] = []

  /// Part of the values that differ in an attribute that names customers.
  private static let identifierShare = 0.9
  /// Values from which on that says something.
  private static let leastValues = 20
  /// Equal pairs that as many whole numbers drawn at random from their range would
  /// hold on average; numbers without a single one were handed out one by one.
  private static let expectedPairs = 10.0

  /// Finds the kind of each attribute.
  ///
  /// An attribute whose every known value is a number, or a text that reads as one,
  /// becomes a number; one whose every value reads as a date the days since; any
  /// other a category. An attribute nearly all of whose values differ says who a
  /// customer is, not of what kind, and is left out with a note.
  package init(fitting customers: [(key: Customer.Key, customer: Customer)]) {
    var names = Set(customers.flatMap { $0.customer.attributes.keys })
    if customers.contains(where: { $0.customer.country != nil }) { names.insert("country") }
    for name in names.sorted() {
      let values = customers.compactMap { Self.value(of: name, in: $0.customer) }
        .filter { value in
          if case .text(let text) = value { !AttributeText.isMissing(text) } else { true }
        }
      guard !values.isEmpty else {
        notes.append("attribute \(name) is left out: it has no value")
        continue
      }
      let kind = Self.kind(of: values)
      if kind != .date, let count = Self.identifierCount(values, kind: kind) {
        notes.append(
          "attribute \(name) is left out: \(count) different values among \(values.count) "
            + "customers tell who they are, not what they are like")
      } else {
        columns.append(Column(name: name, kind: kind))
      }
    }
  }

  /// The columns of these customers, each as of a cut-off of their own.
  ///
  /// A value of another kind than its column is missing, and so is a date where
  /// the customer has no cut-off.
  ///
  /// - Throws: ``FeatureError`` with code `leakage` for a date at or after the cut-off.
  package func table(
    of customers: [(key: Customer.Key, customer: Customer)],
    cutoff: (Customer.Key) -> Timestamp?
  ) throws(FeatureError) -> CustomerTable {
    var table = CustomerTable(customers: customers.map(\.key))
    for column in columns {
      switch column.kind {
      case .number:
        table.numeric.append(
          CustomerTable.NumericColumn(
            name: column.name,
            values: customers.map { customer in
              Self.value(of: column.name, in: customer.customer).map(Self.number) ?? .nan
            }))
      case .date:
        var days: [Float] = []
        for (key, customer) in customers {
          days.append(try Self.days(column.name, of: customer, key: key, cutoff: cutoff(key)))
        }
        table.numeric.append(CustomerTable.NumericColumn(name: column.name, values: days))
      case .category:
        table.categorical.append(
          CustomerTable.CategoricalColumn(
            name: column.name,
            values: customers.map { customer in
              Self.value(of: column.name, in: customer.customer).flatMap(Self.label)
            }))
      }
    }
    return table
  }

  // MARK: - Kinds

  private static func kind(of values: [AttributeValue]) -> Column.Kind {
    func isEach(_ test: (String) -> Bool, orNumber isNumber: Bool) -> Bool {
      values.allSatisfy { value in
        switch value {
        case .number: isNumber
        case .text(let text): test(text)
        case .flag: false
        }
      }
    }
    if isEach({ AttributeText.number($0) != nil }, orNumber: true) { return .number }
    if isEach({ AttributeText.date($0) != nil }, orNumber: false) { return .date }
    return .category
  }

  /// How many values differ in an attribute that names customers; nil in any other.
  private static func identifierCount(_ values: [AttributeValue], kind: Column.Kind) -> Int? {
    guard values.count >= leastValues else { return nil }
    guard kind == .number else {
      let count = Set(values.compactMap(label)).count
      return Double(count) >= identifierShare * Double(values.count) ? count : nil
    }
    let numbers = values.compactMap(exactNumber)
    guard let low = numbers.min(), let high = numbers.max(), low < high,
      numbers.allSatisfy({ $0 == $0.rounded() }), Set(numbers).count == values.count
    else { return nil }
    let count = Double(values.count)
    return count * count / (2 * (high - low + 1)) >= expectedPairs ? values.count : nil
  }

  // MARK: - Values

  private static func value(of name: String, in customer: Customer) -> AttributeValue? {
    if let value = customer.attributes[name] { return value }
    return name == "country" ? customer.country.map(AttributeValue.text) : nil
  }

  private static func exactNumber(_ value: AttributeValue) -> Double? {
    switch value {
    case .number(let number): number
    case .text(let text): AttributeText.number(text)
    case .flag: nil
    }
  }

  /// What a Float cannot hold is no measurement.
  private static func number(_ value: AttributeValue) -> Float {
    guard let number = exactNumber(value), Float(number).isFinite else { return .nan }
    return Float(number)
  }

  private static func days(
    _ name: String, of customer: Customer, key: Customer.Key, cutoff: Timestamp?
  ) throws(FeatureError) -> Float {
    guard let cutoff, case .text(let text) = value(of: name, in: customer),
      let date = AttributeText.date(text)
    else { return .nan }
    guard date < cutoff else {
      throw .leak(attribute: name, of: key, id: customer.id, at: date, cutoff: cutoff)
    }
    return Float(cutoff.days(since: date))
  }

  /// Nil for a blank text.
  private static func label(_ value: AttributeValue) -> String? {
    switch value {
    case .text(let text): text.allSatisfy(\.isWhitespace) ? nil : text
    case .number(let number):
      Int(exactly: number).map(String.init) ?? number.description
    case .flag(let flag): flag ? "yes" : "no"
    }
  }
}
