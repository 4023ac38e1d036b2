package import Features
import Models

/// Why churn could not be learned or scored.
package struct ChurnError: Error, CustomStringConvertible, Sendable {
  /// A stable name of the failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let tooLittleData = Code(rawValue: "too_little_data")
    package static let oneClass = Code(rawValue: "one_class")
    package static let leakage = Code(rawValue: "leakage")
    package static let damagedModel = Code(rawValue: "damaged_model")
    package static let cancelled = Code(rawValue: "cancelled")
    package static let mixedCurrencies = Code(rawValue: "mixed_currencies")
    package static let badData = Code(rawValue: "bad_data")
    package static let failed = Code(rawValue: "failed")
  }

  package let code: Code
  package let description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// What a model refused.
  init(model error: ModelError) {
    self.init(
      error.code == .cancelled ? .cancelled : .failed, "churn training: \(error.description)")
  }

  /// What the features refused: an event after the cut-off, money in two currencies.
  package init(features error: FeatureError) {
    let code: Code =
      switch error.code {
      case .leakage: .leakage
      case .mixedCurrencies: .mixedCurrencies
      default: .badData
      }
    self.init(code, error.description)
  }
}
