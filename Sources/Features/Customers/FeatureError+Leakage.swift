import Domain

extension FeatureError {
  static func leak(
    interaction index: Int, in events: CustomerEvents, cutoff: Timestamp
  ) -> FeatureError {
    let (log, product) = (events.log, events.log.products[index])
    let name = events.catalogue.entries[product]?.id?.rawValue ?? "with key \(product.rawValue)"
    return leak(
      "interaction \(index + 1) of the log, a \(log.kinds[index].name) of product \(name)",
      Row(
        source: .interaction(index), customer: log.customers[index], product: product,
        occurredAt: log.occurredAt[index], cutoff: cutoff))
  }

  static func leak(
    contact index: Int, in events: CustomerEvents, cutoff: Timestamp
  ) -> FeatureError {
    let contact = events.contacts[index]
    return leak(
      "support contact \(index + 1)",
      Row(
        source: .contact(index), customer: contact.customer, occurredAt: contact.occurredAt,
        cutoff: cutoff))
  }

  static func leak(
    attribute name: String, of customer: Customer.Key, id: Customer.ID, at time: Timestamp,
    cutoff: Timestamp
  ) -> FeatureError {
    leak(
      "attribute \(name) of customer \(id)",
      Row(source: .attribute(name), customer: customer, occurredAt: time, cutoff: cutoff))
  }

  private static func leak(_ what: String, _ row: Row) -> FeatureError {
    let owner =
      if case .attribute = row.source { "" } else {
        " by the customer with key \(row.customer.rawValue)"
      }
    return FeatureError(
      .leakage,
      "\(what)\(owner) is dated \(row.occurredAt.rfc3339), not before the cut-off "
        + "\(row.cutoff.rfc3339): features may only use what was known by then",
      row: row)
  }
}
