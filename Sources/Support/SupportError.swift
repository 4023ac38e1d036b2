/// Why the support bot could not be trained, loaded or evaluated.
package struct SupportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; stable.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let tooFewIntents = Code(rawValue: "too-few-intents")
    package static let emptyQuestion = Code(rawValue: "empty-question")
    package static let tooFewTexts = Code(rawValue: "too-few-texts")
    package static let invalidConfiguration = Code(rawValue: "invalid-configuration")
    package static let invalidCheckpoint = Code(rawValue: "invalid-checkpoint")
    package static let cancelled = Code(rawValue: "cancelled")
    package static let failedTraining = Code(rawValue: "failed-training")
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
