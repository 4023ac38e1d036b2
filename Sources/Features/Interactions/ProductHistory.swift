package import Domain

/// All that one customer did with one product, as of one time.
package struct ProductHistory: Sendable, Hashable {
  /// The product's row in the vocabulary.
  package var product: Int
  /// Sum of the events' weights, each faded by its age; below zero where returns
  /// and dislikes outweigh the rest.
  package var confidence: Float
  /// Purchases, each faded by its age with `ownHalfLifeDays`; net of returns.
  package var ownPurchases: Float
  /// Moments at which it was bought.
  package var purchaseCount: Int
  package var lastPurchaseAt: Timestamp?
  /// The strongest thing done: what a reason says ("bought", "viewed").
  package var strongestKind: InteractionKind
  package var lastAt: Timestamp
  /// How many other products the customer met at a later moment: 0 for all of the
  /// newest basket.
  package var newerProducts = 0
  package var isDisliked: Bool
}
