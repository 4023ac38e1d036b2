package import Domain
import Features

/// The answers of an FAQ by intent and language, with what they need and lead to.
package struct AnswerBook: Sendable {
  /// The name in `requires` of an intent that a person has to see to.
  package static let person = "person"

  private let entries: [FAQEntry]
  private let rows: [String: [Int]]
  /// By comparison key of a question: its intent.
  private let intentOfQuestion: [String: String]
  /// By the text of an answer; one that is none is left out.
  private let templates: [String: AnswerTemplate]
  /// The language of most entries that name one.
  let language: String?

  package init(_ entries: [FAQEntry]) {
    self.entries = entries
    var rows: [String: [Int]] = [:]
    var intents: [String: String] = [:]
    var languages: [String: Int] = [:]
    for (row, entry) in entries.enumerated() {
      rows[entry.intent, default: []].append(row)
      if let language = entry.language { languages[language, default: 0] += 1 }
      for question in entry.questions {
        let key = TextNormalizer.comparisonKey(of: question)
        if intents[key] == nil { intents[key] = entry.intent }
      }
    }
    self.rows = rows
    templates = Dictionary(
      entries.compactMap { entry in
        (try? AnswerTemplate(entry.answer)).map { (entry.answer, $0) }
      }, uniquingKeysWith: { first, _ in first })
    intentOfQuestion = intents
    language = languages.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }

  /// The entry of that place in what the book was made of.
  package subscript(row: Int) -> FAQEntry { entries[row] }

  /// Whether the intent has an answer.
  package func has(_ intent: String) -> Bool { rows[intent] != nil }

  /// The entry of an intent: in that language where there is one, else the first.
  package func entry(_ intent: String, language: String?) -> FAQEntry? {
    let candidates = rows[intent] ?? []
    let wanted = Self.primary(language)
    let row =
      candidates.first { wanted != nil && Self.primary(entries[$0].language) == wanted }
      ?? candidates.first
    return row.map { entries[$0] }
  }

  /// An answer with its fields filled; nil where nothing of it is left.
  ///
  /// A text that is no template, because it was stored before fields were known, is
  /// said as it stands.
  package func filled(
    _ answer: String, _ facts: CustomerFacts?, language: String?
  ) -> String? {
    guard let template = templates[answer] ?? (try? AnswerTemplate(answer)) else { return answer }
    return template.filled(with: facts, language: language)
  }

  /// What has to be known before an intent can be answered.
  func requirements(of entry: FAQEntry) -> [Entity.Kind] {
    var kinds = entry.requires.compactMap(Entity.Kind.init)
    let namesOrder = entry.answer.contains("{order.")
    if namesOrder, !kinds.contains(.orderNumber) { kinds.append(.orderNumber) }
    return kinds
  }

  /// Whether an intent's answer goes to a person with the message.
  func needsPerson(_ entry: FAQEntry) -> Bool { entry.requires.contains(Self.person) }

  /// An intent as something to pick; nil where there is no such intent.
  func choice(_ intent: String, language: String?) -> DialogueChoice? {
    guard let entry = entry(intent, language: language), let title = entry.questions.first else {
      return nil
    }
    return DialogueChoice(intent: intent, title: title)
  }

  /// The follow-up questions of an entry: its prompts, each an intent or a stored
  /// question; those that are neither are left out.
  func prompts(of entry: FAQEntry) -> [DialogueChoice] {
    var choices: [DialogueChoice] = []
    for prompt in entry.prompts {
      let question = intentOfQuestion[TextNormalizer.comparisonKey(of: prompt)]
      let choice =
        question.map { DialogueChoice(intent: $0, title: prompt) }
        ?? choice(prompt, language: entry.language)
      if let choice, choice.intent != entry.intent, !choices.contains(choice) {
        choices.append(choice)
      }
    }
    return choices
  }

  /// `en` of `en-GB`.
  static func primary(_ tag: String?) -> String? {
    tag.map { String($0.lowercased().prefix { $0 != "-" && $0 != "_" }) }
  }
}
