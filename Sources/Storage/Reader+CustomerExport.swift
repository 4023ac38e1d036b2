package import Domain

/// One thing a customer did, with all that is stored about it.
package struct ExportedInteraction: Sendable, Hashable {
  /// What the customer did.
  package var interaction: Interaction
  /// The product's title.
  package var title: String?
}

/// One product that was shown to a customer, with all that is stored about it.
package struct StoredExposure: Sendable, Hashable {
  /// Which product.
  package var product: Product.ID
  /// The product's title.
  package var title: String?
  /// What was shown.
  package var exposure: Exposure
  /// The name of the experiment; nil where there was none.
  package var experiment: String?
  /// When it was clicked; nil where it was not.
  package var clickedAt: Timestamp?
  /// The source's own id of the click.
  package var clickEventID: String?
}

extension Reader {
  /// Everything a customer did, the oldest first.
  package func storedInteractions(
    of customer: Customer.Key, _ id: Customer.ID
  ) throws(StoreError) -> [ExportedInteraction] {
    try connection.all(
      """
      SELECT p.id, i.kind, i.quantity, i.value, i.occurred_at, i.event_id, p.title
      FROM interactions AS i JOIN products AS p ON p.key = i.product_key
      WHERE i.customer_key = ?1 ORDER BY i.occurred_at, i.key
      """,
      bind: { $0.bind(1, customer.rawValue) },
      row: { row throws(StoreError) in
        ExportedInteraction(
          interaction: Interaction(
            customer: id, product: Product.ID(row.text(0)), kind: try interactionKind(row, 1),
            quantity: row.real(2), value: row.optionalReal(3),
            occurredAt: Timestamp(seconds: row.integer(4)), eventID: row.optionalText(5)),
          title: row.optionalText(6))
      })
  }

  func interactionKind(
    _ row: Statement, _ column: Int32
  ) throws(StoreError) -> InteractionKind {
    guard let kind = UInt8(exactly: row.integer(column)).flatMap({ InteractionKind(rawValue: $0) })
    else { throw corrupt("an interaction of an unknown kind") }
    return kind
  }

  /// The labels of a customer, the oldest first.
  package func churnLabels(
    of customer: Customer.Key, _ id: Customer.ID
  ) throws(StoreError) -> [ChurnLabel] {
    try connection.all(
      """
      SELECT has_churned, observed_at FROM churn_labels WHERE customer_key = ?1
      ORDER BY observed_at
      """,
      bind: { $0.bind(1, customer.rawValue) },
      row: {
        ChurnLabel(
          customer: id, hasChurned: $0.integer(0) != 0,
          observedAt: $0.optionalInteger(1).map { Timestamp(seconds: $0) })
      })
  }

  /// Everything that was shown to a customer, the oldest first.
  package func storedExposures(of customer: Customer.Key) throws(StoreError) -> [StoredExposure] {
    try connection.all(
      """
      SELECT p.id, p.title, e.product_key, e.event_id, e.list_id, e.session, e.position, e.kind,
        e.version, e.arm, e.experiment_key, x.name, e.shown_at, c.clicked_at, c.event_id
      FROM exposures AS e JOIN products AS p ON p.key = e.product_key
        LEFT JOIN clicks AS c ON c.exposure_key = e.key
        LEFT JOIN experiments AS x ON x.key = e.experiment_key
      WHERE e.customer_key = ?1 ORDER BY e.shown_at, e.key
      """,
      bind: { $0.bind(1, customer.rawValue) },
      row: { row in
        let arm = row.optionalText(9).flatMap { Experiment.Arm(rawValue: $0) }
        let experiment = row.optionalInteger(10).map { Experiment.Key($0) }
        return StoredExposure(
          product: Product.ID(row.text(0)), title: row.optionalText(1),
          exposure: Exposure(
            eventID: row.optionalText(3), listID: row.optionalText(4), customer: customer,
            session: row.optionalText(5), product: Product.Key(row.integer(2)),
            position: row.optionalInteger(6).map(Int.init),
            group: Exposure.Group(
              kind: ModelVersion.Kind(rawValue: row.text(7)), version: Int(row.integer(8)),
              assignment: experiment.flatMap { key in
                arm.map { Exposure.Assignment(experiment: key, arm: $0) }
              }),
            shownAt: Timestamp(seconds: row.integer(12))),
          experiment: row.optionalText(11),
          clickedAt: row.optionalInteger(13).map { Timestamp(seconds: $0) },
          clickEventID: row.optionalText(14))
      })
  }

  /// The conversations that are a customer's, or of the same sender of a channel, the
  /// oldest first.
  package func conversations(
    of traces: CustomerTraces
  ) throws(StoreError) -> [(conversation: Conversation, sender: String?)] {
    var found: [(conversation: Conversation, sender: String?)] = []
    for key in traces.conversations {
      let row = try connection.first(
        "SELECT id, sender_sha256 FROM conversations WHERE key = ?1",
        bind: { $0.bind(1, key) }, row: { ($0.text(0), $0.optionalText(1)) })
      guard let row, let conversation = try conversation(row.0) else { continue }
      found.append((conversation, row.1))
    }
    return found
  }

  /// What the shop made of messages that the bot could not answer, by message.
  package func gapResolutions(
    ofConversation id: String
  ) throws(StoreError) -> [String: String] {
    var resolutions: [String: String] = [:]
    try connection.forEach(
      """
      SELECT m.id, g.resolution FROM messages AS m JOIN support_gaps AS g ON g.message_key = m.key
      WHERE m.conversation_key = (SELECT key FROM conversations WHERE id = ?1)
      """,
      bind: { $0.bind(1, id) }, row: { resolutions[$0.text(0)] = $0.text(1) })
    return resolutions
  }

  /// The records of the audit log about a subject, the oldest first.
  package func auditLog(about subject: String) throws(StoreError) -> [AuditRecord] {
    try connection.all(
      """
      SELECT occurred_at, actor, action, subject FROM audit_log WHERE subject = ?1 ORDER BY key
      """,
      bind: { $0.bind(1, subject) },
      row: {
        AuditRecord(
          occurredAt: Timestamp(seconds: $0.integer(0)), actor: $0.text(1), action: $0.text(2),
          subject: $0.optionalText(3))
      })
  }
}
