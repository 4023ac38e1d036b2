import Churn
import Recommendation
import Support

/// Why a question could not be answered or a job not done.
package struct ServiceError: Error, CustomStringConvertible, Sendable {
  /// A stable name: the `code` of an HTTP problem, and what decides the exit code.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let unknownCustomer = Code(rawValue: "unknown_customer")
    package static let unknownProduct = Code(rawValue: "unknown_product")
    package static let unknownModel = Code(rawValue: "unknown_model")
    package static let unknownMessage = Code(rawValue: "unknown_message")
    package static let unknownConversation = Code(rawValue: "unknown_conversation")
    package static let noExperiment = Code(rawValue: "no_experiment")
    package static let experimentRunning = Code(rawValue: "experiment_running")
    package static let unknownGap = Code(rawValue: "unknown_gap")
    package static let unknownRule = Code(rawValue: "unknown_rule")
    package static let unknownJob = Code(rawValue: "unknown_job")
    package static let trainingRunning = Code(rawValue: "training_running")
    package static let notTrained = Code(rawValue: "not_trained")
    package static let nothingToLearn = Code(rawValue: "nothing_to_learn")
    package static let noScore = Code(rawValue: "no_score")
    package static let invalidRequest = Code(rawValue: "invalid_request")
    package static let cancelled = Code(rawValue: "cancelled")
    package static let damagedModel = Code(rawValue: "damaged_model")
    package static let `internal` = Code(rawValue: "internal")
  }

  package let code: Code
  /// What failed.
  package let message: String
  /// What to do about it: a command or a sentence.
  package let hint: String?

  package init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  package var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}

extension ServiceError {
  init(_ error: RecommendationError) {
    switch error.code {
    case .noData: self.init(.nothingToLearn, error.description)
    case .cancelled: self.init(.cancelled, "training was stopped; the model in use is unchanged")
    case .damagedModel: self.init(.damagedModel, error.description)
    default: self.init(.internal, error.description)
    }
  }

  init(_ error: ChurnError) {
    switch error.code {
    case .tooLittleData, .oneClass: self.init(.nothingToLearn, error.description)
    case .cancelled: self.init(.cancelled, "training was stopped; the model in use is unchanged")
    case .damagedModel: self.init(.damagedModel, error.description)
    case .leakage, .badData: self.init(.invalidRequest, error.description)
    default: self.init(.internal, error.description)
    }
  }

  init(_ error: SupportError) {
    switch error.code {
    case .tooFewIntents, .emptyQuestion, .tooFewTexts: self.init(.nothingToLearn, error.message)
    case .cancelled: self.init(.cancelled, "training was stopped; the model in use is unchanged")
    case .invalidCheckpoint: self.init(.damagedModel, error.message)
    default: self.init(.internal, error.message)
    }
  }
}
