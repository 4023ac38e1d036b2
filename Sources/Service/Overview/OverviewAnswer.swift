/// One customer on one page, as the API and `--json` give it.
///
/// A part that cannot be told is null, and `unavailable` says why.
package struct OverviewAnswer: Codable, Sendable {
  package struct Profile: Codable, Sendable {
    package var id: String
    package var name: String?
    package var email: String?
    package var country: String?
    package var firstSeen: String?
    /// How often the customer did something, by kind.
    package var interactions: [String: Int]
    /// The sum of all purchases, in ``currency``.
    package var purchaseValue: Double
    package var currency: String?
    package var firstPurchase: String?
    package var lastPurchase: String?
  }

  /// What to do about the customer now.
  package struct Action: Codable, Sendable {
    /// `answer_conversation`, `contact_with_offer`, `win_back`, `cross_sell` or `none`.
    package var action: String
    package var reason: String
    /// What to offer.
    package var productId: String?
    package var productTitle: String?
    package var conversationId: String?
  }

  package var customer: Profile
  /// What to offer, with reasons.
  package var recommendations: RecommendationAnswer?
  /// How likely the customer is to leave, and why.
  package var churn: ChurnAnswer?
  /// What the customer is expected to spend.
  package var value: ValueAnswer?
  /// The newest conversations, the newest first.
  package var conversations: [ConversationsAnswer.Conversation]
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
