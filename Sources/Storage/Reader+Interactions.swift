package import Domain

extension Reader {
  /// Newest first, by walking the index on customer and time backwards.
  static let historySQL: StaticString = """
    SELECT customer_key, product_key, kind, quantity, value, occurred_at FROM interactions
    WHERE customer_key = ?1 ORDER BY occurred_at DESC, key DESC LIMIT ?2
    """

  /// All interactions of a period in the order of time and, within one second,
  /// of arrival.
  ///
  /// `from` is the first second that counts and `until` the first that no longer
  /// does; nil is the beginning or the end.
  ///
  /// - Complexity: one pass over the table, and a sort only where rows did not
  ///   arrive in the order of time.
  package func interactionLog(
    from: Timestamp? = nil, until: Timestamp? = nil
  ) throws(StoreError) -> InteractionLog {
    var log = InteractionLog()
    var isOrdered = true
    var latest = Int64.min
    try connection.forEach(
      """
      SELECT customer_key, product_key, kind, quantity, value, occurred_at FROM interactions
      WHERE occurred_at >= ?1 AND occurred_at < ?2 ORDER BY key
      """,
      bind: {
        $0.bind(1, from?.seconds ?? Int64.min)
        $0.bind(2, until?.seconds ?? Int64.max)
      },
      row: { row throws(StoreError) in
        try append(row, to: &log)
        let seconds = row.integer(5)
        isOrdered = isOrdered && seconds >= latest
        latest = seconds
      })
    return isOrdered ? log : log.orderedByTime()
  }

  /// The newest interactions of one customer, the newest first.
  package func history(of customer: Customer.Key, limit: Int) throws(StoreError) -> InteractionLog {
    var log = InteractionLog()
    try connection.forEach(
      Self.historySQL,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, limit)
      },
      row: { row throws(StoreError) in try append(row, to: &log) })
    return log
  }

  /// When the newest interaction of a kind happened; nil where there is none.
  package func lastInteraction(of kind: InteractionKind) throws(StoreError) -> Timestamp? {
    let seconds = try connection.first(
      "SELECT max(occurred_at) FROM interactions WHERE kind = ?1",
      bind: { $0.bind(1, Int64(kind.rawValue)) }, row: { $0.optionalInteger(0) })
    return seconds.flatMap { $0 }.map { Timestamp(seconds: $0) }
  }

  /// The greatest key of any interaction; zero where there is none.
  package func lastInteractionKey() throws(StoreError) -> Int64 {
    try connection.first("SELECT coalesce(max(key), 0) FROM interactions") { $0.integer(0) } ?? 0
  }

  private func append(_ row: Statement, to log: inout InteractionLog) throws(StoreError) {
    guard let kind = UInt8(exactly: row.integer(2)).flatMap({ InteractionKind(rawValue: $0) })
    else { throw corrupt("an interaction of an unknown kind") }
    let amounts = -Interaction.greatestAmount...Interaction.greatestAmount
    guard amounts.contains(row.real(3)), amounts.contains(row.real(4)) else {
      throw corrupt("an interaction of an impossible quantity or value")
    }
    log.append(
      customer: Customer.Key(row.integer(0)), product: Product.Key(row.integer(1)), kind: kind,
      quantity: Float(row.real(3)), value: Float(row.real(4)),
      occurredAt: Timestamp(seconds: row.integer(5)))
  }
}

extension InteractionLog {
  /// The same interactions in the order of time, those of one second as they were.
  fileprivate func orderedByTime() -> InteractionLog {
    let order = orderOfTime()
    var result = InteractionLog()
    result.customers = order.map { customers[$0] }
    result.products = order.map { products[$0] }
    result.kinds = order.map { kinds[$0] }
    result.quantities = order.map { quantities[$0] }
    result.values = order.map { values[$0] }
    result.occurredAt = order.map { occurredAt[$0] }
    return result
  }

  private func orderOfTime() -> [Int] {
    let seconds = occurredAt.map(\.seconds)
    let first = seconds.min() ?? 0
    let (span, overflow) = (seconds.max() ?? 0).subtractingReportingOverflow(first)
    // Time above and index below in one word sort several times faster than
    // pairs do; 2³² seconds are 136 years.
    guard !overflow, span <= UInt32.max, count <= UInt32.max else {
      return seconds.indices.sorted { (seconds[$0], $0) < (seconds[$1], $1) }
    }
    return seconds.enumerated()
      .map { UInt64($0.element - first) << 32 | UInt64($0.offset) }
      .sorted()
      .map { Int($0 & UInt64(UInt32.max)) }
  }
}
