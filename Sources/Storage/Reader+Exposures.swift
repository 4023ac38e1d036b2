package import Domain

/// How often the products of one group were shown and clicked at one place.
package struct ExposureCount: Sendable, Hashable {
  /// What it counts with.
  package var group: Exposure.Group
  /// Nil where it was not told.
  package var position: Int?
  /// How many were shown.
  package var impressions: Int
  /// Impressions on customers on record, who alone can be seen to buy.
  package var toCustomers: Int
  /// How many were clicked.
  package var clicks: Int
}

/// A purchase and the exposure that it is put down to.
package struct AttributedPurchase: Sendable, Hashable {
  /// What was shown.
  package var exposure: Exposure.Key
  /// Whose it is.
  package var customer: Customer.Key
  /// What it counts with.
  package var group: Exposure.Group
}

/// What one customer was shown and clicked in an experiment.
package struct CustomerExposures: Sendable, Hashable {
  /// Whose it is.
  package var customer: Customer.Key
  /// How many were shown.
  package var impressions: Int
  /// How many were clicked.
  package var clicks: Int
}

extension Reader {
  static let exposureCountsSQL: StaticString = """
    SELECT kind, version, experiment_key, arm, position, count(*), count(customer_key)
    FROM exposures GROUP BY kind, version, experiment_key, arm, position
    """

  static let attributedPurchasesSQL: StaticString = """
    SELECT e.kind, e.version, e.experiment_key, e.arm, e.key, e.customer_key
    FROM interactions AS i CROSS JOIN exposures AS e ON e.key = (
      SELECT key FROM exposures
      WHERE customer_key = i.customer_key AND product_key = i.product_key
        AND shown_at BETWEEN i.occurred_at - ?2 AND i.occurred_at
      ORDER BY shown_at DESC, key DESC LIMIT 1)
    WHERE i.kind = ?1 AND i.occurred_at >= (SELECT min(shown_at) FROM exposures)
    """

  /// Impressions and clicks by model version, experiment, arm and position.
  ///
  /// - Complexity: one pass over an index of the exposures and one over the clicks.
  package func exposureCounts() throws(StoreError) -> [ExposureCount] {
    struct Cell: Hashable {
      var group: Exposure.Group
      var position: Int?
    }
    var clicks: [Cell: Int] = [:]
    try connection.forEach(
      """
      SELECT e.kind, e.version, e.experiment_key, e.arm, e.position, count(*)
      FROM clicks AS c CROSS JOIN exposures AS e ON e.key = c.exposure_key
      GROUP BY e.kind, e.version, e.experiment_key, e.arm, e.position
      """
    ) { row in
      clicks[Cell(group: group(row), position: row.optionalInteger(4).map(Int.init))] =
        Int(row.integer(5))
    }
    return try connection.all(Self.exposureCountsSQL) { row in
      let cell = Cell(group: group(row), position: row.optionalInteger(4).map(Int.init))
      return ExposureCount(
        group: cell.group, position: cell.position, impressions: Int(row.integer(5)),
        toCustomers: Int(row.integer(6)), clicks: clicks[cell] ?? 0)
    }
  }

  /// Purchases that came within some seconds after the customer was shown the
  /// product, each put down to the latest exposure before it.
  ///
  /// - Complexity: one pass over the interactions and an index search for each
  ///   purchase since the first exposure.
  package func attributedPurchases(
    withinSeconds window: Int64
  ) throws(StoreError) -> [AttributedPurchase] {
    try connection.all(
      Self.attributedPurchasesSQL,
      bind: {
        $0.bind(1, Int64(InteractionKind.purchase.rawValue))
        $0.bind(2, window)
      },
      row: {
        AttributedPurchase(
          exposure: Exposure.Key($0.integer(4)), customer: Customer.Key($0.integer(5)),
          group: group($0))
      })
  }

  /// Impressions and clicks of each customer of one arm of an experiment, in the
  /// order of the customers' keys.
  package func exposures(
    of experiment: Experiment, arm: Experiment.Arm
  ) throws(StoreError) -> [CustomerExposures] {
    try connection.all(
      """
      SELECT e.customer_key, count(*), count(c.exposure_key)
      FROM exposures AS e LEFT JOIN clicks AS c ON c.exposure_key = e.key
      WHERE e.kind = ?1 AND e.version = ?2 AND e.experiment_key = ?3 AND e.arm = ?4
      GROUP BY e.customer_key ORDER BY e.customer_key
      """,
      bind: {
        $0.bind(1, experiment.kind.rawValue)
        $0.bind(2, experiment.version(of: arm))
        $0.bind(3, experiment.key.rawValue)
        $0.bind(4, arm.rawValue)
      },
      row: {
        CustomerExposures(
          customer: Customer.Key($0.integer(0)), impressions: Int($0.integer(1)),
          clicks: Int($0.integer(2)))
      })
  }

  /// The number of rows of the tables that grow with a shop, by their names.
  package func recordCounts() throws(StoreError) -> [(table: String, rows: Int)] {
    try connection.all(
      """
      SELECT 'customers', count(*) FROM customers
      UNION ALL SELECT 'products', count(*) FROM products
      UNION ALL SELECT 'interactions', count(*) FROM interactions
      UNION ALL SELECT 'faq_entries', count(*) FROM faq_entries
      UNION ALL SELECT 'conversations', count(*) FROM conversations
      """
    ) { ($0.text(0), Int($0.integer(1))) }
  }

  /// The group in the first four columns.
  private func group(_ row: Statement) -> Exposure.Group {
    let arm = row.optionalText(3).flatMap { Experiment.Arm(rawValue: $0) }
    let experiment = row.optionalInteger(2).map { Experiment.Key($0) }
    return Exposure.Group(
      kind: ModelVersion.Kind(rawValue: row.text(0)), version: Int(row.integer(1)),
      assignment: experiment.flatMap { key in
        arm.map { Exposure.Assignment(experiment: key, arm: $0) }
      })
  }
}
