/// Why the support bot could not be trained, loaded or evaluated.
package struct SupportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; stable.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let tooFewIntents = Code(rawValue: "support.too_few_intents")
    package static let emptyQuestion = Code(rawValue: "support.empty_question")
    package static let tooFewTexts = Code(rawValue: "support.too_few_texts")
    package static let invalidConfiguration = Code(rawValue: "support.invalid_configuration")
    package static let invalidCheckpoint = Code(rawValue: "support.invalid_checkpoint")
    package static let cancelled = Code(rawValue: "support.cancelled")
    package static let failedTraining = Code(rawValue: "support.failed_training")
  }

  package var code: Code
  /// What failed and how to mend it.
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
