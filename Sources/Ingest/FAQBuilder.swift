import Domain

/// Builds entries of the support bot.
struct FAQBuilder: RecordBuilder {
  private var names = IntentNames()
  private var derived = 0
  private let question, questions, answer, intent, category, language, examples: Int
  private let prompts, requires: Int

  init(_ options: ImportOptions, plan: ColumnPlan) {
    question = plan.slot("question")
    questions = plan.slot("questions")
    answer = plan.slot("answer")
    intent = plan.slot("intent")
    category = plan.slot("category")
    language = plan.slot("language")
    examples = plan.slot("examples")
    prompts = plan.slot("prompts")
    requires = plan.slot("requires")
  }

  var notes: [ImportSummary.Note] {
    guard derived > 0 else { return [] }
    return [
      ImportSummary.Note(
        code: "intents_from_questions", text: "intents named after their question",
        count: derived)
    ]
  }

  mutating func build(_ record: FieldList, plan: ColumnPlan) throws(Refusal) -> SourceRecord {
    var asked = try plan.text(question, record).map { [$0] } ?? []
    for text in try list(questions, record, plan: plan) where !asked.contains(text) {
      asked.append(text)
    }
    guard let first = asked.first else {
      throw Refusal(.missing("question"), field: "question")
    }
    var entry = FAQEntry(
      intent: "", questions: asked, answer: try plan.required(answer, record).text)
    entry.category = try plan.text(category, record)
    entry.language = try plan.text(language, record)
    entry.examples = try list(examples, record, plan: plan)
    entry.prompts = try list(prompts, record, plan: plan)
    entry.requires = try list(requires, record, plan: plan)
    try entry.checkRequirements()
    if let name = try plan.value(intent, record) {
      guard name.count <= ColumnPlan.identifierLimit else {
        throw Refusal(.idTooLong, field: "intent")
      }
      entry.intent = name.text
      names.take(entry.intent)
    } else {
      entry.intent = names.name(for: first)
      derived += 1
    }
    return .faq(entry)
  }

  /// A list as a JSON array or separated by `|`.
  private func list(
    _ slot: Int, _ record: FieldList, plan: ColumnPlan
  ) throws(Refusal) -> [String] {
    let field = plan.raw(slot, record).trimmed
    guard !field.isEmpty else { return [] }
    if field[0] == 0x5b {
      guard let texts = JSONScanner.strings(in: field) else {
        throw Refusal(.unreadableList, field: plan.fields[slot].name)
      }
      return texts.map(trimmed).filter { !$0.isEmpty }
    }
    guard field.shape != .nested else {
      throw Refusal(.unreadableList, field: plan.fields[slot].name)
    }
    return field.text.split(separator: "|").map { trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  private func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
