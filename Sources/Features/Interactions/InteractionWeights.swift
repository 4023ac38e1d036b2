package import Domain

/// How much one event of each kind says about a taste, and how fast it fades.
package struct InteractionWeights: Sendable, Hashable, Codable {
  package var view: Float
  package var cart: Float
  package var purchase: Float
  package var like: Float
  /// Below zero: it speaks against the product and those like it.
  package var dislike: Float
  /// A rating of `neutralRating` weighs nothing, each point above it this much.
  package var ratingPoint: Float
  package var neutralRating: Float
  /// Days after which an event weighs half.
  package var halfLifeDays: Float

  package init(
    view: Float = 0.1, cart: Float = 0.3, purchase: Float = 1, like: Float = 1,
    dislike: Float = -1, ratingPoint: Float = 0.5, neutralRating: Float = 3,
    halfLifeDays: Float = 90
  ) {
    self.view = view
    self.cart = cart
    self.purchase = purchase
    self.like = like
    self.dislike = dislike
    self.ratingPoint = ratingPoint
    self.neutralRating = neutralRating
    self.halfLifeDays = halfLifeDays
  }

  /// The weight of an event before it fades.
  ///
  /// A return takes back a purchase.
  package func weight(of kind: InteractionKind, value: Float) -> Float {
    switch kind {
    case .view: view
    case .cart: cart
    case .purchase: purchase
    case .return: -purchase
    case .rating: (value - neutralRating) * ratingPoint
    case .like: like
    case .dislike: dislike
    }
  }
}
