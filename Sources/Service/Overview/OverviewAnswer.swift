/// One customer on one page, as the API and `--json` give it.
///
/// A part that cannot be told is null, and `unavailable` says why.
package struct OverviewAnswer: Codable, Sendable {
  /// Who the customer is and has bought, in sum.
  package struct Profile: Codable, Sendable {
    /// The shop's own id of the customer.
    package var id: String
    /// The name; nil where it is not known.
    package var name: String?
    /// The address; nil where it is not known.
    package var email: String?
    /// The country; nil where it is not known.
    package var country: String?
    /// When the customer was first seen, in RFC 3339; nil where it is not known.
    package var firstSeen: String?
    /// How often the customer did something, by kind.
    package var interactions: [String: Int]
    /// The sum of all purchases, in ``currency``.
    package var purchaseValue: Double
    /// Of the amounts; nil where it is not known.
    package var currency: String?
    /// The day of the first purchase; nil where there is none.
    package var firstPurchase: String?
    /// The day of the last purchase; nil where there is none.
    package var lastPurchase: String?
  }

  /// What to do about the customer now.
  package struct Action: Codable, Sendable {
    /// `answer_conversation`, `contact_with_offer`, `win_back`, `cross_sell` or `none`.
    package var action: String
    /// Why, in words.
    package var reason: String
    /// What to offer.
    package var productId: String?
    /// The product's title; nil where it has none.
    package var productTitle: String?
    /// The id of the conversation.
    package var conversationId: String?
  }

  /// Who it is.
  package var customer: Profile
  /// What to offer, with reasons.
  package var recommendations: RecommendationAnswer?
  /// How likely the customer is to leave, and why.
  package var churn: ChurnAnswer?
  /// What the customer is expected to spend.
  package var value: ValueAnswer?
  /// The newest conversations, the newest first.
  package var conversations: [ConversationsAnswer.Conversation]
  /// What to do for the customer now.
  package var nextBestAction: Action
  /// By part: why it is null.
  package var unavailable: [String: String]

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(customer, forKey: .customer)
    // Null, not left out: a page shows each part or why it is not there.
    try container.encode(recommendations, forKey: .recommendations)
    try container.encode(churn, forKey: .churn)
    try container.encode(value, forKey: .value)
    try container.encode(conversations, forKey: .conversations)
    try container.encode(nextBestAction, forKey: .nextBestAction)
    try container.encode(unavailable, forKey: .unavailable)
  }
}
