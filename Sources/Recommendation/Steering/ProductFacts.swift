package import Domain

/// What filters and rules ask about each product of a model, in columns by row.
///
/// Built once for a snapshot of the catalogue, so that a request only compares
/// numbers.
package struct ProductFacts: Sendable {
  /// Whether the product is in the catalogue still.
  let exists: [Bool]
  /// Whether it exists and is not marked as unavailable.
  package let available: [Bool]
  /// NaN without a price.
  let prices: [Double]
  let categories: CodedColumn
  let attributes: [String: CodedColumn]
  private let rows: [Product.ID: Int]

  /// Takes the product of each row; nil where the catalogue has it no more.
  ///
  /// - Complexity: O(products · attributes).
  package init(_ products: [Product?]) {
    var categories = CodedColumn(rows: products.count)
    var attributes: [String: CodedColumn] = [:]
    var rows: [Product.ID: Int] = [:]
    rows.reserveCapacity(products.count)
    for (row, product) in products.enumerated() {
      guard let product else { continue }
      rows[product.id] = row
      if let category = product.category { categories.set(category, row: row) }
      for (name, value) in product.attributes {
        attributes[name, default: CodedColumn(rows: products.count)].set(value.text, row: row)
      }
    }
    self.categories = categories
    self.attributes = attributes
    self.rows = rows
    exists = products.map { $0 != nil }
    available = products.map { $0.map { $0.available != false } ?? false }
    prices = products.map { $0?.price ?? .nan }
  }

  /// The number of rows.
  package var count: Int { exists.count }

  /// The row of a product; nil where it is not known.
  package func row(of id: Product.ID) -> Int? { rows[id] }

  /// The rows that a rule is about, ascending.
  package func rows(of target: SteeringRule.Target) -> [Int32] {
    if let id = target.product {
      guard let row = row(of: id), matches(row, target) else { return [] }
      return [Int32(row)]
    }
    var mask = exists
    ProductFilter(target).narrow(&mask, facts: self)
    return mask.indices.lazy.filter { mask[$0] }.map { Int32($0) }
  }

  /// Whether one product is what a target's conditions but its id ask for.
  private func matches(_ row: Int, _ target: SteeringRule.Target) -> Bool {
    if let category = target.category {
      guard let code = categories.code(of: category), categories.codes[row] == code else {
        return false
      }
    }
    if let condition = target.attribute {
      guard let column = attributes[condition.name], let code = column.code(of: condition.value),
        column.codes[row] == code
      else { return false }
    }
    if let lowest = target.lowestPrice, !(prices[row] >= lowest) { return false }
    if let highest = target.highestPrice, !(prices[row] <= highest) { return false }
    return true
  }
}
