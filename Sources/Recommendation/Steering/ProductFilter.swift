package import Domain

/// Which products a request allows; everything given must hold.
package struct ProductFilter: Sendable, Hashable {
  /// Any of these; empty for all, products without a category included.
  package var categories: Set<String>
  /// Inclusive; a product without a price is outside of every range.
  package var lowestPrice: Double?
  package var highestPrice: Double?
  package var attributes: [AttributeCondition]
  /// Allows products that are marked as unavailable.
  package var includesUnavailable: Bool

  package init(
    categories: Set<String> = [], lowestPrice: Double? = nil, highestPrice: Double? = nil,
    attributes: [AttributeCondition] = [], includesUnavailable: Bool = false
  ) {
    self.categories = categories
    self.lowestPrice = lowestPrice
    self.highestPrice = highestPrice
    self.attributes = attributes
    self.includesUnavailable = includesUnavailable
  }

  /// The conditions of a rule but for its product.
  init(_ target: SteeringRule.Target) {
    self.init(
      categories: target.category.map { [$0] } ?? [], lowestPrice: target.lowestPrice,
      highestPrice: target.highestPrice, attributes: target.attribute.map { [$0] } ?? [],
      includesUnavailable: true)
  }

  /// Whether each row is allowed.
  ///
  /// - Complexity: O(products) for each condition.
  package func mask(of facts: ProductFacts) -> [Bool] {
    var mask = includesUnavailable ? facts.exists : facts.available
    narrow(&mask, facts: facts)
    return mask
  }

  /// Clears the rows that do not hold the conditions, availability aside.
  func narrow(_ mask: inout [Bool], facts: ProductFacts) {
    precondition(
      mask.count == facts.count, "filter: mask [\(mask.count)] of \(facts.count) products")
    for condition in conditions { condition.narrow(&mask, facts) }
  }

  /// Why nothing is left, as the first condition with which the products run out:
  /// `none of the 214 available products has the category "Garden"`.
  ///
  /// - Returns: nil where something is left.
  package func reasonForNothing(in facts: ProductFacts) -> String? {
    var mask = includesUnavailable ? facts.exists : facts.available
    var (one, many) =
      includesUnavailable ? ("product", "products") : ("available product", "available products")
    var left = mask.count { $0 }
    guard left > 0 else {
      return facts.exists.contains(true) ? "no product is available" : "there are no products"
    }
    for condition in conditions {
      if case .attribute(let wanted) = condition, facts.attributes[wanted.name] == nil {
        let names = facts.attributes.keys.sorted().prefix(20).joined(separator: ", ")
        return "no product has an attribute \"\(wanted.name)\""
          + (names.isEmpty ? "" : "; there are \(names)")
      }
      condition.narrow(&mask, facts)
      let remaining = mask.count { $0 }
      guard remaining > 0 else {
        return left == 1
          ? "the only \(one) does not have \(condition.text)"
          : "none of the \(left) \(many) has \(condition.text)"
      }
      if remaining < left { (one, many) = ("product that is left", "products that are left") }
      left = remaining
    }
    return nil
  }

  private var conditions: [Condition] {
    var conditions: [Condition] = []
    if !categories.isEmpty { conditions.append(.category(categories)) }
    if lowestPrice != nil || highestPrice != nil {
      conditions.append(.price(lowestPrice, highestPrice))
    }
    return conditions + attributes.map { .attribute($0) }
  }

  private enum Condition {
    case category(Set<String>)
    case price(Double?, Double?)
    case attribute(AttributeCondition)

    func narrow(_ mask: inout [Bool], _ facts: ProductFacts) {
      switch self {
      case .category(let wanted):
        let codes = wanted.compactMap { facts.categories.code(of: $0) }
        Self.narrow(&mask, facts.categories, to: codes)
      case .attribute(let condition):
        guard let column = facts.attributes[condition.name] else {
          mask = [Bool](repeating: false, count: mask.count)
          return
        }
        Self.narrow(&mask, column, to: column.code(of: condition.value).map { [$0] } ?? [])
      case .price(let lowest, let highest):
        if let lowest { mask.keep(facts.prices) { $0 >= lowest } }
        if let highest { mask.keep(facts.prices) { $0 <= highest } }
      }
    }

    private static func narrow(_ mask: inout [Bool], _ column: CodedColumn, to codes: [Int32]) {
      if codes.count == 1 {
        let code = codes[0]
        mask.keep(column.codes) { $0 == code }
      } else {
        // Rows without a text have code −1.
        var isWanted = [Bool](repeating: false, count: column.texts.count + 1)
        for code in codes { isWanted[Int(code) + 1] = true }
        isWanted.withUnsafeBufferPointer { isWanted in
          mask.keep(column.codes) { isWanted[Int($0) + 1] }
        }
      }
    }

    var text: String {
      switch self {
      case .category(let names) where names.count == 1:
        "the category \"\(names.first ?? "")\""
      case .category(let names):
        "one of the categories "
          + names.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      case .price(let lowest?, let highest?): "a price from \(lowest) to \(highest)"
      case .price(let lowest?, nil): "a price of \(lowest) or more"
      case .price(nil, let highest): "a price of \(highest ?? .infinity) or less"
      case .attribute(let condition): "\(condition.name) = \"\(condition.value)\""
      }
    }
  }
}

extension [Bool] {
  /// Clears the places whose value in a column is not accepted.
  fileprivate mutating func keep<Value>(_ column: [Value], where isAccepted: (Value) -> Bool) {
    withUnsafeMutableBufferPointer { mask in
      column.withUnsafeBufferPointer { column in
        // As numbers, so that there is no branch.
        mask.withMemoryRebound(to: UInt8.self) { mask in
          for row in mask.indices { mask[row] &= isAccepted(column[row]) ? 1 : 0 }
        }
      }
    }
  }
}
