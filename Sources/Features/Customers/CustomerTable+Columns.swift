import Domain

extension CustomerTable {
  /// The names of all columns, numbers first.
  package var columnNames: [String] { numeric.map(\.name) + categorical.map(\.name) }

  /// The same customers with the columns of these names only.
  package func keeping(_ names: [String]) -> CustomerTable {
    let names = Set(names)
    return CustomerTable(
      customers: customers, numeric: numeric.filter { names.contains($0.name) },
      categorical: categorical.filter { names.contains($0.name) })
  }

  /// The same customers with the columns of another table too; what it does not
  /// know of a customer is missing.
  package func joining(_ other: CustomerTable) -> CustomerTable {
    var rows: [Customer.Key: Int] = [:]
    for (row, customer) in other.customers.enumerated() { rows[customer] = row }
    let places = customers.map { rows[$0] }
    var result = self
    result.numeric += other.numeric.map { column in
      NumericColumn(
        name: column.name, values: places.map { $0.map { column.values[$0] } ?? .nan })
    }
    result.categorical += other.categorical.map { column in
      CategoricalColumn(name: column.name, values: places.map { $0.flatMap { column.values[$0] } })
    }
    return result
  }
}
