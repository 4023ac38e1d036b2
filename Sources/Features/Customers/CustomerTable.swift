package import Domain

/// What is known of each customer, as named columns of equal length.
package struct CustomerTable: Sendable {
  /// A column of numbers; NaN where the value is missing.
  package struct NumericColumn: Sendable {
    package var name: String
    package var values: [Float]

    package init(name: String, values: [Float]) {
      self.name = name
      self.values = values
    }
  }

  /// A column of categories; nil where the value is missing.
  package struct CategoricalColumn: Sendable {
    package var name: String
    package var values: [String?]

    package init(name: String, values: [String?]) {
      self.name = name
      self.values = values
    }
  }

  package var customers: [Customer.Key]
  package var numeric: [NumericColumn]
  package var categorical: [CategoricalColumn]

  package init(
    customers: [Customer.Key], numeric: [NumericColumn] = [],
    categorical: [CategoricalColumn] = []
  ) {
    self.customers = customers
    self.numeric = numeric
    self.categorical = categorical
  }

  package var count: Int { customers.count }

  /// Adds the rows of a table with the same columns in the same order.
  package mutating func append(_ other: CustomerTable) {
    precondition(
      numeric.map(\.name) == other.numeric.map(\.name)
        && categorical.map(\.name) == other.categorical.map(\.name),
      "append: the tables have different columns")
    customers += other.customers
    for index in numeric.indices { numeric[index].values += other.numeric[index].values }
    for index in categorical.indices {
      categorical[index].values += other.categorical[index].values
    }
  }

  /// Adds the columns of a table with the same customers in the same order.
  package mutating func join(_ other: CustomerTable) {
    precondition(customers == other.customers, "join: the tables have different customers")
    numeric += other.numeric
    categorical += other.categorical
  }

  /// The same customers without the columns of these names.
  package func removing(_ names: [String]) -> CustomerTable {
    CustomerTable(
      customers: customers, numeric: numeric.filter { !names.contains($0.name) },
      categorical: categorical.filter { !names.contains($0.name) })
  }

  /// The rows with these indices, in this order.
  package func selecting(_ rows: [Int]) -> CustomerTable {
    CustomerTable(
      customers: rows.map { customers[$0] },
      numeric: numeric.map { column in
        NumericColumn(name: column.name, values: rows.map { column.values[$0] })
      },
      categorical: categorical.map { column in
        CategoricalColumn(name: column.name, values: rows.map { column.values[$0] })
      })
  }
}
