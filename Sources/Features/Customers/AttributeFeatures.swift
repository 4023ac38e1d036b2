package import Domain

/// The attributes that the shop imported with its customers, as columns.
package enum AttributeFeatures {
  /// One column an attribute, in name order, `country` included where known.
  ///
  /// An attribute whose every value is a number becomes a numeric column, any
  /// other a categorical one; where `numericNames` are given, those are numeric
  /// and no others.
  package static func table(
    of customers: [(key: Customer.Key, customer: Customer)], numericNames: Set<String>? = nil
  ) -> CustomerTable {
    var table = CustomerTable(customers: customers.map(\.key))
    var names = Set(customers.flatMap { $0.customer.attributes.keys })
    if customers.contains(where: { $0.customer.country != nil }) { names.insert("country") }
    for name in names.sorted() {
      let values = customers.map { value(of: name, in: $0.customer) }
      let isNumeric =
        numericNames?.contains(name)
        ?? values.allSatisfy {
          if case .text = $0 { false } else if case .flag = $0 { false } else { true }
        }
      if isNumeric {
        table.numeric.append(
          CustomerTable.NumericColumn(
            name: name,
            values: values.map { value in
              // What a Float cannot hold is no measurement.
              guard case .number(let number) = value, Float(number).isFinite else { return .nan }
              return Float(number)
            }))
      } else {
        table.categorical.append(
          CustomerTable.CategoricalColumn(name: name, values: values.map { $0.map(label) }))
      }
    }
    return table
  }

  private static func value(of name: String, in customer: Customer) -> AttributeValue? {
    if let value = customer.attributes[name] { return value }
    return name == "country" ? customer.country.map(AttributeValue.text) : nil
  }

  private static func label(_ value: AttributeValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): number.description
    case .flag(let flag): flag ? "yes" : "no"
    }
  }
}
