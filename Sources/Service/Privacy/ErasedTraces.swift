import Churn
import Domain
import Engine
import FoundationEssentials
import Recommendation
import Storage
import Support

/// What of an erased customer a stored model may hold, and how it is taken out.
///
/// No model has a row of its own for a customer: a recommender learns products, and takes
/// the history from the records at each request. What can be somebody's alone are the
/// values of attributes, the names of countries and examples of the bot.
struct ErasedTraces: Sendable {
  /// By attribute: a value that nobody else has, as models know it.
  var values: [String: String] = [:]
  /// Examples of the bot that nobody else wrote.
  var texts: Set<String> = []
  /// What stands for a value that is gone; unlike every other level of an attribute.
  var replacement: String

  init(_ traces: CustomerTraces, reference: String) {
    replacement = "erased-\(reference)"
    texts = Set(traces.examples)
    for (name, value) in traces.ownValues {
      switch value {
      case .text(let text): values[name] = text
      case .number(let number):
        values[name] = Int(exactly: number).map(String.init) ?? number.description
      // A flag says nothing about who somebody is.
      case .flag: continue
      }
    }
  }

  /// Whether models of a kind can hold any of it.
  func mayBeIn(_ kind: ModelKind) -> Bool {
    switch kind {
    case .recommender: values["country"] != nil
    case .churn: !values.isEmpty
    // Learns from what was bought and when, without names.
    case .value: false
    case .support: !texts.isEmpty
    }
  }

  /// Takes out what a stored model holds of the customer.
  ///
  /// - Returns: what went, in words; nil where there was nothing.
  /// - Throws: `damagedModel` where the model cannot be read.
  func takeOut(of checkpoint: inout Checkpoint, _ kind: ModelKind) throws -> String? {
    guard mayBeIn(kind) else { return nil }
    return try Rapport.translating {
      switch kind {
      case .recommender:
        guard let country = values["country"],
          let model = try RecommenderModel(checkpoint: checkpoint).forgetting(country: country)
        else { return nil }
        checkpoint = try model.checkpoint()
        return "what is popular in a country of nobody else"
      case .churn:
        var model = try ChurnModel(checkpoint: checkpoint)
        var count = 0
        for (column, level) in values.sorted(by: { $0.key < $1.key }) {
          guard let renamed = model.renaming(level: level, of: column, to: replacement) else {
            continue
          }
          model = renamed
          count += 1
        }
        guard count > 0 else { return nil }
        checkpoint = try model.checkpoint()
        return "\(count) \(count == 1 ? "value" : "values") of attributes that nobody else has"
      case .value: return nil
      case .support:
        let count = try SupportModel.forget(texts, in: &checkpoint)
        guard count > 0 else { return nil }
        return "\(count) \(count == 1 ? "example" : "examples") in the customer's words"
      }
    }
  }
}
