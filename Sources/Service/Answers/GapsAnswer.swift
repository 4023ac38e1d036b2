/// The questions that customers ask in vain, as the API and `--json` give them.
package struct GapsAnswer: Encodable, Sendable {
  /// Questions of one subject that were asked in vain.
  package struct Gap: Encodable, Sendable {
    /// What could be done about a gap.
    package struct Suggestion: Encodable, Sendable {
      /// `example`, `new_subject` or `wrong_answer`.
      package var kind: String
      /// In words.
      package var text: String
    }

    /// How many of its questions count as unanswered, and why.
    package struct Reasons: Encodable, Sendable {
      /// Given to a person.
      package var handoff: Int
      /// Asked back.
      package var unclear: Int
      /// Answered without help.
      package var unhelpful: Int
    }

    /// What `support add` and `support dismiss` take.
    package var id: String
    /// The question most like the others.
    package var question: String
    /// Words that tell the subject.
    package var keywords: [String]
    /// How many questions.
    package var count: Int
    /// How many different people asked.
    package var customers: Int
    /// A day.
    package var newest: String
    /// Why they count as unanswered.
    package var reasons: Reasons
    /// The intent the bot finds nearest; nil where it knows no word, or is not
    /// trained.
    package var nearestIntent: String?
    /// How sure the bot is of that intent; nil where none is trained.
    package var confidence: Double?
    /// What could be done; nil where no bot is trained.
    package var suggestion: Suggestion?
    /// Up to ten texts that would become examples.
    package var examples: [String]
  }

  /// The commonest first.
  package var gaps: [Gap]
  /// All groups there are, and their questions.
  package var totalGaps: Int
  /// How many questions all gaps have.
  package var totalQuestions: Int
  /// Messages without a word.
  package var wordlessQuestions: Int
  /// The support bot that was asked; nil where none is trained.
  package var model: String?
}

/// What became of a gap, or of a single example.
package struct GapAddedAnswer: Encodable, Sendable {
  /// Where the examples went.
  package var intent: String
  /// Whether the intent was not there before.
  package var isNewIntent: Bool
  /// The wordings that the intent did not have before.
  package var added: [String]
  /// Messages that are no gap any more.
  package var messages: Int
  /// The model trained on them; nil where none was.
  package var model: String?
  /// How long the training after it took; nil without one.
  package var trainSeconds: Double?
}

/// A gap that is never listed again.
package struct GapDismissedAnswer: Encodable, Sendable {
  /// By which it is added or dismissed.
  package var id: String
  /// Its typical question.
  package var question: String
  /// How many questions it had.
  package var messages: Int
}
