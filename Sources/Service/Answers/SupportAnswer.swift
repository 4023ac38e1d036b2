import Support

/// What the bot says, as the API and `--json` give it.
package struct SupportAnswer: Codable, Sendable {
  /// An intent that may be meant, with its question.
  package struct Suggestion: Codable, Sendable {
    /// What a text is about.
    package var intent: String
    /// The question.
    package var question: String
    /// How sure the model is, 0…1.
    package var confidence: Double
  }

  /// An intent and how likely it is.
  package struct RankedIntent: Codable, Sendable {
    /// The name of the intent.
    package var name: String
    /// How likely it is, 0…1.
    package var probability: Double
  }

  /// A part of the text and what it adds to the score of the intent.
  package struct Word: Codable, Sendable {
    /// A word, or an n-gram with a space for a word's border.
    package var word: String
    /// In the linear model's margin of the intent over the runner-up.
    package var contribution: Double
    /// Where it stands in the text, in Unicode scalars.
    package var start: Int
    /// Where it ends in the text, in Unicode scalars.
    package var end: Int
  }

  /// What is on record of the customer who asks.
  package struct CustomerContext: Codable, Sendable {
    /// The shop's own id of the customer.
    package var customerId: String
    /// The day of the last order; nil where there is none.
    package var lastOrderDate: String?
    /// How many lines it has.
    package var lastOrderLines: Int?
    /// What it cost; nil where that is not known.
    package var lastOrderValue: Double?
  }

  /// Something the text names; offsets are in Unicode scalars.
  package struct FoundEntity: Codable, Sendable {
    /// What kind of thing it is.
    package var entity: String
    /// What it names.
    package var value: String
    /// Where it begins in the text, in Unicode scalars.
    package var start: Int
    /// Where it ends in the text, in Unicode scalars.
    package var end: Int
    /// How sure the model is, 0…1.
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
    /// What it says.
    package var title: String
    /// What is sent where it is pressed.
    package var payload: String
  }

  /// What was asked.
  package var text: String
  /// Nil where the bot is not sure.
  package var intent: String?
  /// The calibrated probability that the answer is right.
  package var confidence: Double
  /// `answer`, `clarify` or `handoff`.
  package var action: String
  /// What the bot says; nil where it gives no answer.
  package var answer: String?
  /// The stored question that the answer belongs to.
  package var matchedQuestion: String?
  /// What may be meant, the likeliest first.
  package var suggestions: [Suggestion]
  /// The likeliest first.
  package var intentRanking: [RankedIntent]
  /// By falling weight; all words together, and what speaks for neither, are the
  /// difference of the two margins.
  package var explanation: [Word]
  /// The n-grams that weigh most, out of which the words' parts are made.
  package var nGrams: [Word]
  /// The calibrated probability that no intent covers the text.
  package var outOfScopeScore: Double
  /// What the text names.
  package var entities: [FoundEntity] = []
  /// What is on record of the customer who asks; nil where nobody knows.
  package var customer: CustomerContext?
  /// In a conversation: what to say to the customer; empty where the bot keeps quiet.
  package var reply: String?
  /// In a conversation: what kind of reply it is.
  package var step: String?
  /// In a conversation: what may be picked.
  package var buttons: [Button]?
  /// The id of the conversation.
  package var conversationId: String?
  /// The id of the message.
  package var messageId: String?
  /// The name of the model, such as `churn-3`.
  package var model: String
}
