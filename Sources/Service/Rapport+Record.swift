package import Domain
import Storage

/// What became of interactions that were sent.
package struct RecordedInteractions: Codable, Sendable {
  package var added: Int
  /// Sent again: their event ids were stored already.
  package var duplicates: Int
}

extension Rapport {
  /// Stores interactions in one transaction: all of them, or none where it throws.
  ///
  /// They create the customers and products they name, and count from the next
  /// question on.
  package func record(_ interactions: [Interaction]) throws -> RecordedInteractions {
    var result = RecordedInteractions(added: 0, duplicates: 0)
    var hasNewProduct = false
    try store.write { writer in
      for interaction in interactions {
        let customer = try writer.customerKey(
          for: interaction.customer, firstSeen: interaction.occurredAt)
        let known = try writer.existingProductKey(for: interaction.product)
        if known == nil { hasNewProduct = true }
        let product = try known ?? writer.productKey(for: interaction.product)
        let isNew = try writer.insertInteraction(
          customer: customer, product: product, kind: interaction.kind,
          quantity: interaction.quantity, value: interaction.value,
          occurredAt: interaction.occurredAt, eventID: interaction.eventID)
        if isNew { result.added += 1 } else { result.duplicates += 1 }
      }
    }
    if result.added > 0 {
      interactionsDidArrive(
        newestPurchase: interactions.filter { $0.kind == .purchase }.map(\.occurredAt).max(),
        hasNewProduct: hasNewProduct)
    }
    return result
  }
}
