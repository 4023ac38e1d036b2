/// Names for intents that come without one, made of their question's first words.
package struct IntentNames: Sendable {
  private static let words = 8

  /// The question of each intent that was named so; empty for those named otherwise.
  private var questions: [String: String] = [:]

  package init() {}

  /// Learns of an intent that has a name; its question, where given, may get that name.
  package mutating func take(_ name: String, question: String? = nil) {
    if questions[name] == nil { questions[name] = question ?? "" }
  }

  /// A name that no other question has.
  package mutating func name(for question: String) -> String {
    let words = question.lowercased().split { !$0.isLetter && !$0.isNumber }
    let slug = String(words.prefix(Self.words).joined(separator: "_").prefix(60))
    let base = slug.isEmpty ? "question" : slug
    var name = base
    var number = 1
    while let other = questions[name], other != question {
      number += 1
      name = "\(base)_\(number)"
    }
    questions[name] = question
    return name
  }
}
