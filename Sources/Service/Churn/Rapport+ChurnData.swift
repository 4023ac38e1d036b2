import Churn
import Domain
import Features
import Storage

/// What churn and value are learned from and asked about.
extension Rapport {
  /// Interactions, messages to the support and the catalogue, up to a moment.
  func customerEvents(before end: Timestamp?) throws -> CustomerEvents {
    let (log, contacts, products) = try store.read { reader in
      (
        try reader.interactionLog(until: end), try reader.contacts(before: end),
        try reader.products()
      )
    }
    return CustomerEvents(
      log: log,
      contacts: contacts.map {
        SupportContact(
          customer: $0.customer, occurredAt: $0.createdAt,
          isUnhappy: $0.wasHandedOver || $0.wasUnhelpful || UnhappyIntents.contain($0.intent))
      }, catalogue: ProductCatalogue(products))
  }

  /// The attributes of all customers, their kinds found anew or as a model knows them.
  func customerAttributes(_ features: AttributeFeatures? = nil) throws -> CustomerAttributes {
    CustomerAttributes(try store.read { try $0.customers() }, features: features)
  }

  /// The buyers before a moment with all that is known of them then.
  func purchaseTable(
    asOf cutoff: Timestamp, attributes: AttributeFeatures?
  ) throws -> CustomerTable {
    let events = try customerEvents(before: cutoff)
    return try Self.translating {
      let table = try PurchaseFeatures.table(of: events, cutoff: cutoff)
      guard let attributes, !attributes.columns.isEmpty else { return table }
      return table.joining(try customerAttributes(attributes).table(asOf: cutoff))
    }
  }

  /// The newest label of each customer, up to a moment where one is given; one
  /// without a moment is the oldest.
  func labels(until asOf: Timestamp?) throws -> [Customer.Key: ChurnLabel] {
    var newest: [Customer.Key: ChurnLabel] = [:]
    for (customer, label) in try store.read({ try $0.churnLabels() }) {
      if let asOf, let observedAt = label.observedAt, observedAt > asOf { continue }
      if let known = newest[customer]?.observedAt,
        label.observedAt.map({ $0 < known }) ?? true
      {
        continue
      }
      newest[customer] = label
    }
    return newest
  }

  /// Attributes of all customers, and purchase features where there are any
  /// purchases, each customer's as of a cut-off of their own; without one, none.
  ///
  /// - Parameters:
  ///   - cutoff: of each customer.
  ///   - attributes: the kinds a model was trained with; nil finds them.
  /// - Returns: the table, and the kinds.
  /// - Throws: ``ServiceError`` where an attribute's date or an event lies after the cut-off.
  func labelledTable(
    cutoff: (Customer.Key) -> Timestamp?, attributes: AttributeFeatures?
  ) throws -> (table: CustomerTable, attributes: AttributeFeatures) {
    let known = try customerAttributes(attributes)
    let events = try customerEvents(before: nil)
    return try Self.translating {
      let table = try known.features.table(of: known.customers, cutoff: cutoff)
      var cutoffs: [Customer.Key: Timestamp] = [:]
      for key in table.customers { cutoffs[key] = cutoff(key) }
      let own = events.before(cutoffs)
      guard own.log.count > 0 else { return (table, known.features) }
      let rows = table.customers.compactMap { key in
        cutoffs[key].map { (customer: key, cutoff: $0) }
      }
      return (
        table.joining(try PurchaseFeatures.table(of: own, rows: rows)), known.features
      )
    }
  }
}

/// Intents that speak of discontent, by their names.
enum UnhappyIntents {
  /// Parts of names that shops give to complaints, cancellations and refunds.
  private static let parts = [
    "complain", "cancel", "refund", "return", "damag", "defect", "broken", "wrong", "missing",
    "late", "lost", "delay", "unsubscribe",
  ]

  static func contain(_ intent: String?) -> Bool {
    guard let name = intent?.lowercased() else { return false }
    return parts.contains { name.contains($0) }
  }
}
