package import Domain

extension Writer {
  /// Adds a label, or replaces the one of that customer and time of observation.
  ///
  /// A customer not yet known is created.
  package func upsert(_ label: ChurnLabel) throws(StoreError) {
    let customer = try customerKey(for: label.customer)
    try connection.run(
      "DELETE FROM churn_labels WHERE customer_key = ?1 AND observed_at IS ?2"
    ) {
      $0.bind(1, customer.rawValue)
      $0.bind(2, label.observedAt?.seconds)
    }
    try connection.run(
      "INSERT INTO churn_labels (customer_key, has_churned, observed_at) VALUES (?1, ?2, ?3)"
    ) {
      $0.bind(1, customer.rawValue)
      $0.bind(2, label.hasChurned)
      $0.bind(3, label.observedAt?.seconds)
    }
  }
}

extension Reader {
  /// Every label with its customer's key, by customer and then by time.
  package func churnLabels() throws(StoreError) -> [(customer: Customer.Key, label: ChurnLabel)] {
    try connection.all(
      """
      SELECT l.customer_key, c.id, l.has_churned, l.observed_at
      FROM churn_labels AS l JOIN customers AS c ON c.key = l.customer_key
      ORDER BY l.customer_key, l.observed_at
      """
    ) {
      (
        Customer.Key($0.integer(0)),
        ChurnLabel(
          customer: Customer.ID($0.text(1)), hasChurned: $0.integer(2) != 0,
          observedAt: $0.optionalInteger(3).map { Timestamp(seconds: $0) })
      )
    }
  }
}
