/// The questions that customers ask in vain, as the API and `--json` give them.
package struct GapsAnswer: Encodable, Sendable {
  package struct Gap: Encodable, Sendable {
    package struct Suggestion: Encodable, Sendable {
      /// `example`, `new_subject` or `wrong_answer`.
      package var kind: String
      package var text: String
    }

    package struct Reasons: Encodable, Sendable {
      package var handoff: Int
      package var unclear: Int
      package var unhelpful: Int
    }

    /// What `support add` and `support dismiss` take.
    package var id: String
    /// The question most like the others.
    package var question: String
    package var keywords: [String]
    package var count: Int
    package var customers: Int
    /// A day.
    package var newest: String
    package var reasons: Reasons
    /// The intent the bot finds nearest; nil where it knows no word, or is not
    /// trained.
    package var nearestIntent: String?
    package var confidence: Double?
    package var suggestion: Suggestion?
    /// Up to ten texts that would become examples.
    package var examples: [String]
  }

  package var gaps: [Gap]
  /// All groups there are, and their questions.
  package var totalGaps: Int
  package var totalQuestions: Int
  /// Messages without a word.
  package var wordlessQuestions: Int
  /// The support bot that was asked; nil where none is trained.
  package var model: String?
}

/// What became of a gap, or of a single example.
package struct GapAddedAnswer: Encodable, Sendable {
  package var intent: String
  package var isNewIntent: Bool
  /// The wordings that the intent did not have before.
  package var added: [String]
  /// Messages that are no gap any more.
  package var messages: Int
  /// The model trained on them; nil where none was.
  package var model: String?
  package var trainSeconds: Double?
}

package struct GapDismissedAnswer: Encodable, Sendable {
  package var id: String
  package var question: String
  package var messages: Int
}
