package import Domain

/// All that is known of the customers' doings and of the products they concern:
/// what customer features are made of.
package struct CustomerEvents: Sendable {
  /// The interactions of all customers in time order.
  ///
  /// Of all, even where one customer is asked for: what a product usually costs is
  /// read off everybody's purchases.
  package var log: InteractionLog
  /// Messages to the support, in time order.
  package var contacts: [SupportContact]
  package var catalogue: ProductCatalogue

  package init(
    log: InteractionLog, contacts: [SupportContact] = [],
    catalogue: ProductCatalogue = ProductCatalogue()
  ) {
    self.log = log
    self.contacts = contacts
    self.catalogue = catalogue
  }

  /// The events dated before a cut-off: what was known then.
  package func before(_ cutoff: Timestamp) -> CustomerEvents {
    CustomerEvents(
      log: log.filtered { log.occurredAt[$0] < cutoff },
      contacts: contacts.filter { $0.occurredAt < cutoff }, catalogue: catalogue)
  }

  /// Without the events of customers with a cut-off of their own that are dated at
  /// or after it; those of all others stay, as they tell what products cost.
  package func before(_ cutoffs: [Customer.Key: Timestamp]) -> CustomerEvents {
    CustomerEvents(
      log: log.filtered { index in
        cutoffs[log.customers[index]].map { log.occurredAt[index] < $0 } ?? true
      },
      contacts: contacts.filter { contact in
        cutoffs[contact.customer].map { contact.occurredAt < $0 } ?? true
      }, catalogue: catalogue)
  }
}
