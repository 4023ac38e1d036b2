/// What the bot makes of one message.
package struct SupportReply: Sendable {
  /// What to do with the message.
  package enum Action: String, Sendable, Hashable, Codable {
    /// Give the answer.
    case answer
    /// Ask which of the suggested questions is meant.
    case clarify
    /// Not sure: offer the nearest questions and a person.
    case handoff
  }

  /// A question the person may have meant.
  package struct Suggestion: Sendable, Hashable {
    package var intent: String
    package var question: String
    /// Calibrated probability that its answer is the right one.
    package var confidence: Double
  }

  /// One intent and its probability, given that the text has one.
  package struct RankedIntent: Sendable, Hashable {
    package var intent: String
    package var probability: Double
  }

  /// Why the linear leg prefers the winning intent to the runner-up.
  package struct Explanation: Sendable, Hashable {
    /// A part of the difference of the two margins; positive speaks for the
    /// winner.
    package struct Contribution: Sendable, Hashable {
      /// The word or n-gram, normalised; a space stands for a word's border.
      package var text: String
      /// Where it stands in the message, in Unicode scalars.
      package var start: Int
      package var end: Int
      package var contribution: Double
    }

    /// By falling weight; with `base` the words add up to the difference.
    package var words: [Contribution] = []
    /// Those that weigh most, by falling weight; all of them make up the words.
    package var nGrams: [Contribution] = []
    /// The difference of the margins before any word.
    package var base = 0.0
  }

  /// The likeliest intent; nil where nothing in the text is known.
  package var intent: String?
  /// Calibrated probability that the answer to `intent` is the right one.
  package var confidence: Double
  /// Calibrated probability that no intent covers the text.
  package var outOfScopeScore: Double
  package var action: Action
  /// The answer to `intent`: with `answer` to be sent, with `clarify` the best
  /// guess; nil with `handoff`.
  package var answer: String?
  /// The stored question of `intent` nearest to the text.
  package var question: String?
  /// The language of the text (BCP 47), where script or nearest phrasings tell.
  package var language: String?
  /// With `clarify` the questions to choose from, with `handoff` the nearest
  /// three, with `answer` the next best.
  package var suggestions: [Suggestion]
  /// The ten likeliest intents, `intent` first, then by falling probability;
  /// probabilities are over all intents.
  package var ranking: [RankedIntent]
  package var explanation: Explanation
  /// Whether the text is a stored question or example.
  package var isExactMatch: Bool

  /// The reply to a text in which nothing is known.
  static func unknown(language: String?) -> SupportReply {
    SupportReply(
      intent: nil, confidence: 0, outOfScopeScore: 1, action: .handoff, answer: nil,
      question: nil, language: language, suggestions: [], ranking: [],
      explanation: Explanation(), isExactMatch: false)
  }
}
