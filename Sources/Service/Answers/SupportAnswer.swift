import Support

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
    /// A word, or an n-gram with a space for a word's border.
    package var word: String
    /// In the linear model's margin of the intent over the runner-up.
    package var contribution: Double
    /// Where it stands in the text, in Unicode scalars.
    package var start: Int
    package var end: Int
  }

  /// What is on record of the customer who asks.
  package struct CustomerContext: Codable, Sendable {
    package var customerId: String
    package var lastOrderDate: String?
    package var lastOrderLines: Int?
    package var lastOrderValue: Double?
  }

  /// Something the text names; offsets are in Unicode scalars.
  package struct FoundEntity: Codable, Sendable {
    package var entity: String
    package var value: String
    package var start: Int
    package var end: Int
    package var confidence: Double

    init(_ entity: Entity) {
      self.entity = entity.kind.rawValue
      value = entity.value
      start = entity.start
      end = entity.end
      confidence = entity.confidence
    }
  }

  /// Something to pick; the payload is sent in place of a text.
  package struct Button: Codable, Sendable {
    package var title: String
    package var payload: String
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
  /// By falling weight; all words together, and what speaks for neither, are the
  /// difference of the two margins.
  package var explanation: [Word]
  /// The n-grams that weigh most, out of which the words' parts are made.
  package var nGrams: [Word]
  /// The calibrated probability that no intent covers the text.
  package var outOfScopeScore: Double
  package var entities: [FoundEntity] = []
  package var customer: CustomerContext?
  /// In a conversation: what to say to the customer; empty where the bot keeps quiet.
  package var reply: String?
  /// In a conversation: what kind of reply it is.
  package var step: String?
  /// In a conversation: what may be picked.
  package var buttons: [Button]?
  package var conversationId: String?
  package var messageId: String?
  package var model: String
}
