import Churn
import Recommendation
import Support

/// Why a question could not be answered or a job not done.
package struct ServiceError: Error, CustomStringConvertible, Sendable {
  /// A stable name: the `code` of an HTTP problem, and what decides the exit code.
  package enum Code: String, Sendable, Hashable {
    case unknownCustomer = "unknown_customer"
    case unknownProduct = "unknown_product"
    case unknownModel = "unknown_model"
    case unknownMessage = "unknown_message"
    case unknownConversation = "unknown_conversation"
    case noExperiment = "no_experiment"
    case experimentRunning = "experiment_running"
    case unknownGap = "unknown_gap"
    case unknownRule = "unknown_rule"
    case unknownJob = "unknown_job"
    case trainingRunning = "training_running"
    case notTrained = "not_trained"
    case nothingToLearn = "nothing_to_learn"
    /// Purchases in several currencies, whose amounts cannot be added.
    case mixedCurrencies = "mixed_currencies"
    case noScore = "no_score"
    case invalidRequest = "invalid_request"
    case cancelled
    case damagedModel = "damaged_model"
    /// A mistake in this program.
    case `internal`
  }

  /// Whether one model lacks what it learns from, which leaves others to be trained.
  package var isOfDataForOneModel: Bool { code == .nothingToLearn || code == .mixedCurrencies }

  /// What programs go by.
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
    case .mixedCurrencies: self.init(.mixedCurrencies, error.description)
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
