package import Domain

extension Writer {
  /// Stores a rule under the next number, whatever number it has.
  ///
  /// - Returns: the number, which is never used twice.
  /// - Throws: `constraint` for a factor or position that is not above zero.
  package func insert(_ rule: SteeringRule) throws(StoreError) -> Int {
    var factor: Double?
    var position: Int?
    switch rule.action {
    case .boost(let value): factor = value
    case .pin(let value): position = value
    case .bury, .exclude: break
    }
    let (target, audience) = (rule.target, rule.audience)
    try connection.run(
      """
      INSERT INTO rules (action, factor, position, product_id, category, attribute_name,
        attribute_value, lowest_price, highest_price, country, customer_attribute_name,
        customer_attribute_value, valid_from, valid_until, note, created_at, created_by,
        removed_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
      """
    ) {
      $0.bind(1, rule.action.name)
      $0.bind(2, factor)
      $0.bind(3, position)
      $0.bind(4, target.product?.rawValue)
      $0.bind(5, target.category)
      $0.bind(6, target.attribute?.name)
      $0.bind(7, target.attribute?.value)
      $0.bind(8, target.lowestPrice)
      $0.bind(9, target.highestPrice)
      $0.bind(10, audience.country)
      $0.bind(11, audience.attribute?.name)
      $0.bind(12, audience.attribute?.value)
      $0.bind(13, rule.validFrom?.seconds)
      $0.bind(14, rule.validUntil?.seconds)
      $0.bind(15, rule.note)
      $0.bind(16, rule.createdAt.seconds)
      $0.bind(17, rule.createdBy)
      $0.bind(18, rule.removedAt?.seconds)
    }
    return Int(connection.lastInsertedKey)
  }

  /// Ends a rule for good; false where it is unknown or was removed before.
  package func removeRule(_ id: Int, at time: Timestamp) throws(StoreError) -> Bool {
    try connection.run("UPDATE rules SET removed_at = ?2 WHERE key = ?1 AND removed_at IS NULL") {
      $0.bind(1, id)
      $0.bind(2, time.seconds)
    }
    return connection.changes == 1
  }
}

extension Reader {
  /// Every rule, the oldest first, removed ones included.
  package func rules() throws(StoreError) -> [SteeringRule] {
    try connection.all(
      """
      SELECT key, action, factor, position, product_id, category, attribute_name,
        attribute_value, lowest_price, highest_price, country, customer_attribute_name,
        customer_attribute_value, valid_from, valid_until, note, created_at, created_by,
        removed_at
      FROM rules ORDER BY key
      """
    ) { row throws(StoreError) in try rule(row) }
  }

  /// The countries of the most customers, the most frequent first.
  package func countries(limit: Int) throws(StoreError) -> [String] {
    try connection.all(
      """
      SELECT country FROM customers WHERE country IS NOT NULL
      GROUP BY country ORDER BY count(*) DESC, country LIMIT ?1
      """,
      bind: { $0.bind(1, limit) }, row: { $0.text(0) })
  }

  private func rule(_ row: Statement) throws(StoreError) -> SteeringRule {
    func condition(_ column: Int32) -> AttributeCondition? {
      row.optionalText(column).map { AttributeCondition(name: $0, value: row.text(column + 1)) }
    }
    func time(_ column: Int32) -> Timestamp? {
      row.optionalInteger(column).map { Timestamp(seconds: $0) }
    }
    return SteeringRule(
      id: Int(row.integer(0)), action: try action(row),
      target: SteeringRule.Target(
        product: row.optionalText(4).map { Product.ID($0) }, category: row.optionalText(5),
        attribute: condition(6), lowestPrice: row.optionalReal(8),
        highestPrice: row.optionalReal(9)),
      audience: SteeringRule.Audience(country: row.optionalText(10), attribute: condition(11)),
      validFrom: time(13), validUntil: time(14), note: row.optionalText(15),
      createdAt: Timestamp(seconds: row.integer(16)), createdBy: row.text(17),
      removedAt: time(18))
  }

  private func action(_ row: Statement) throws(StoreError) -> SteeringRule.Action {
    switch row.text(1) {
    case "boost":
      guard row.real(2).isFinite else { throw corrupt("a rule with an impossible factor") }
      return .boost(factor: row.real(2))
    case "pin":
      guard (1...Int64(Int32.max)).contains(row.integer(3)) else {
        throw corrupt("a rule with an impossible position")
      }
      return .pin(position: Int(row.integer(3)))
    case "bury": return .bury
    case "exclude": return .exclude
    case let other: throw corrupt("a rule of unknown action \"\(other)\"")
    }
  }
}
