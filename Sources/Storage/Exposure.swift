package import Domain

/// One recommended product that was shown once, as stored.
package struct Exposure: Sendable, Hashable {
  /// The store's own row number of an exposure.
  package struct Key: RawRepresentable, Sendable, Hashable {
    package let rawValue: Int64
    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
  }

  /// Which recommendations count together.
  package struct Group: Sendable, Hashable {
    /// What kind it is.
    package var kind: ModelVersion.Kind
    /// Which version.
    package var version: Int
    /// Nil where the exposure belongs to no experiment.
    package var assignment: Assignment?

    package init(kind: ModelVersion.Kind, version: Int, assignment: Assignment? = nil) {
      self.kind = kind
      self.version = version
      self.assignment = assignment
    }
  }

  /// A side of an experiment.
  package struct Assignment: Sendable, Hashable {
    /// Which experiment.
    package var experiment: Experiment.Key
    /// Which side.
    package var arm: Experiment.Arm

    package init(experiment: Experiment.Key, arm: Experiment.Arm) {
      self.experiment = experiment
      self.arm = arm
    }
  }

  /// The source's own identifier of the event, which makes re-sending harmless.
  package var eventID: String?
  /// The recommendation that the product was part of.
  package var listID: String?
  /// Nil for somebody without a customer record.
  package var customer: Customer.Key?
  /// The session of somebody without a record; nil for a customer.
  package var session: String?
  /// Which product.
  package var product: Product.Key
  /// The place in the list, from 1.
  package var position: Int?
  /// What it counts with.
  package var group: Group
  /// When it was shown.
  package var shownAt: Timestamp

  package init(
    eventID: String? = nil, listID: String? = nil, customer: Customer.Key? = nil,
    session: String? = nil, product: Product.Key, position: Int? = nil, group: Group,
    shownAt: Timestamp
  ) {
    self.eventID = eventID
    self.listID = listID
    self.customer = customer
    self.session = session
    self.product = product
    self.position = position
    self.group = group
    self.shownAt = shownAt
  }
}

extension Writer {
  /// Adds an exposure.
  ///
  /// - Returns: nil where the same event, or the same product of the same list, is
  ///   stored already, which changes nothing.
  package func insert(_ exposure: Exposure) throws(StoreError) -> Exposure.Key? {
    try connection.run(
      """
      INSERT INTO exposures (event_id, list_id, customer_key, session, product_key, position,
        kind, version, experiment_key, arm, shown_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      ON CONFLICT DO NOTHING
      """
    ) {
      $0.bind(1, exposure.eventID)
      $0.bind(2, exposure.listID)
      $0.bind(3, exposure.customer?.rawValue)
      $0.bind(4, exposure.session)
      $0.bind(5, exposure.product.rawValue)
      $0.bind(6, exposure.position)
      $0.bind(7, exposure.group.kind.rawValue)
      $0.bind(8, exposure.group.version)
      $0.bind(9, exposure.group.assignment?.experiment.rawValue)
      $0.bind(10, exposure.group.assignment?.arm.rawValue)
      $0.bind(11, exposure.shownAt.seconds)
    }
    return connection.changes > 0 ? Exposure.Key(connection.lastInsertedKey) : nil
  }

  /// Stores that an exposure was clicked.
  ///
  /// - Returns: false where it was clicked before or the event is stored already,
  ///   which changes nothing.
  package func insertClick(
    on exposure: Exposure.Key, at time: Timestamp, eventID: String? = nil
  ) throws(StoreError) -> Bool {
    try connection.run(
      """
      INSERT INTO clicks (exposure_key, clicked_at, event_id) VALUES (?1, ?2, ?3)
      ON CONFLICT DO NOTHING
      """
    ) {
      $0.bind(1, exposure.rawValue)
      $0.bind(2, time.seconds)
      $0.bind(3, eventID)
    }
    return connection.changes > 0
  }
}

extension Reader {
  static let latestExposureSQL: StaticString = """
    SELECT key FROM exposures WHERE customer_key = ?1 AND product_key = ?2
      AND shown_at BETWEEN ?3 AND ?4 ORDER BY shown_at DESC, key DESC LIMIT 1
    """

  /// Whether an event that shows products is stored already.
  package func hasExposure(ofEvent id: String) throws(StoreError) -> Bool {
    try connection.first(
      "SELECT 1 FROM exposures WHERE event_id = ?1 LIMIT 1", bind: { $0.bind(1, id) },
      row: { _ in true }) ?? false
  }

  /// The exposure of a product as part of a list.
  package func exposure(
    of product: Product.Key, inList list: String
  ) throws(StoreError) -> Exposure.Key? {
    try connection.first(
      "SELECT key FROM exposures WHERE list_id = ?1 AND product_key = ?2",
      bind: {
        $0.bind(1, list)
        $0.bind(2, product.rawValue)
      }, row: { Exposure.Key($0.integer(0)) })
  }

  /// The latest exposure of a product to a customer within a period, both ends
  /// included.
  package func latestExposure(
    of product: Product.Key, to customer: Customer.Key, from: Timestamp, through: Timestamp
  ) throws(StoreError) -> Exposure.Key? {
    try connection.first(
      Self.latestExposureSQL,
      bind: {
        $0.bind(1, customer.rawValue)
        $0.bind(2, product.rawValue)
        $0.bind(3, from.seconds)
        $0.bind(4, through.seconds)
      }, row: { Exposure.Key($0.integer(0)) })
  }

  /// The latest exposure of a product in a session within a period, both ends
  /// included.
  package func latestExposure(
    of product: Product.Key, inSession session: String, from: Timestamp, through: Timestamp
  ) throws(StoreError) -> Exposure.Key? {
    try connection.first(
      """
      SELECT key FROM exposures WHERE session = ?1 AND product_key = ?2
        AND shown_at BETWEEN ?3 AND ?4 ORDER BY shown_at DESC, key DESC LIMIT 1
      """,
      bind: {
        $0.bind(1, session)
        $0.bind(2, product.rawValue)
        $0.bind(3, from.seconds)
        $0.bind(4, through.seconds)
      }, row: { Exposure.Key($0.integer(0)) })
  }
}
