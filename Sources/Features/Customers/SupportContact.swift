package import Domain

/// One message of a customer to the support.
package struct SupportContact: Sendable, Hashable {
  package var customer: Customer.Key
  package var occurredAt: Timestamp
  /// Whether the message speaks of discontent.
  package var isUnhappy: Bool

  package init(customer: Customer.Key, occurredAt: Timestamp, isUnhappy: Bool) {
    self.customer = customer
    self.occurredAt = occurredAt
    self.isUnhappy = isUnhappy
  }

  /// A contact that is unhappy where the customer called the answer unhelpful, the
  /// bot handed the case to a person, or the intent is one of those given, such as
  /// complaints, cancellations and refunds.
  package init(
    customer: Customer.Key, occurredAt: Timestamp, intent: String?, wasHandedOver: Bool,
    wasUnhelpful: Bool, unhappyIntents: Set<String>
  ) {
    self.init(
      customer: customer, occurredAt: occurredAt,
      isUnhappy: wasHandedOver || wasUnhelpful || intent.map(unhappyIntents.contains) ?? false)
  }
}
