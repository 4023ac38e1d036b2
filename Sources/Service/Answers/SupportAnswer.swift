/// What the bot says, as the API and `--json` give it.
package struct SupportAnswer: Codable, Sendable {
  package struct Suggestion: Codable, Sendable {
    package var intent: String
    package var question: String
    package var confidence: Double
  }

  package struct RankedIntent: Codable, Sendable {
    package var name: String
    package var probability: Double
  }

  package struct Word: Codable, Sendable {
    package var word: String
    /// In log-odds of the intent against the runner-up.
    package var contribution: Double
  }

  /// What is on record of the customer who asks.
  package struct CustomerContext: Codable, Sendable {
    package var customerId: String
    package var lastOrderDate: String?
    package var lastOrderLines: Int?
    package var lastOrderValue: Double?
  }

  package var text: String
  /// Nil where the bot is not sure.
  package var intent: String?
  /// The calibrated probability that the answer is right.
  package var confidence: Double
  /// `answer`, `clarify` or `handoff`.
  package var action: String
  package var answer: String?
  /// The stored question that the answer belongs to.
  package var matchedQuestion: String?
  package var suggestions: [Suggestion]
  package var intentRanking: [RankedIntent]
  package var explanation: [Word]
  package var customer: CustomerContext?
  package var conversationId: String?
  package var messageId: String?
  package var model: String
}
