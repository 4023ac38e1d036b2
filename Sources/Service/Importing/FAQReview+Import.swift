import Domain
import Ingest
import Storage
import Support

extension FAQReview.Fault {
  /// As the import counts and writes it.
  func refusal(of intent: String) -> Refusal {
    switch self {
    case .template(let error):
      let what =
        error.code == .unclosedField
        ? "an answer with a brace that is never closed: a literal one is written {{"
        : "an answer with the unknown field {\(error.field)}"
          + (error.suggestion.map { ": did you mean {\($0)}?" } ?? "")
      return Refusal(
        RefusalReason(code: error.code.rawValue, text: what), field: "answer",
        detail: "character \(error.position)")
    case .noOwnQuestion(let question, let owner):
      return Refusal(
        RefusalReason(
          code: "question_of_another_intent",
          text: "\(intent) has no question of its own: \"\(shortened(question))\" is one of "
            + owner.description),
        field: "question")
    }
  }
}

extension FAQReview {
  /// The most pairs of intents named one by one.
  private static let clashLimit = 20

  /// What the owner of the FAQ should know of the entries taken.
  func notes(_ reader: Reader) throws(StoreError) -> [ImportSummary.Note] {
    var notes = clashes.prefix(Self.clashLimit).map { clash in
      let example = "such as \"\(shortened(clash.example))\""
      return clash.isLeftOut
        ? ImportSummary.Note(
          code: "questions_of_two_intents",
          text: "questions left out of \(clash.other.description) that are of "
            + "\(clash.owner.description) already, \(example)", count: clash.count)
        : ImportSummary.Note(
          code: "question_is_example",
          text: "questions of \(clash.other.description) that are examples of "
            + "\(clash.owner.description) too, \(example)", count: clash.count)
    }
    if clashes.count > Self.clashLimit {
      notes.append(
        ImportSummary.Note(
          code: "questions_of_two_intents",
          text: "further pairs of intents with the same questions",
          count: clashes.count - Self.clashLimit))
    }
    if let first = lostPrompts.first {
      notes.append(
        ImportSummary.Note(
          code: "unknown_prompts",
          text: "prompts that are neither an intent nor a question, such as "
            + "\"\(shortened(first.prompt))\" of \(first.place.description)",
          count: lostPrompts.count))
    }
    var unknown: [(name: String, place: Place)] = []
    for (name, place) in attributes.sorted(by: { $0.key < $1.key }) where name != "country" {
      if try !reader.isCustomerAttribute(name) { unknown.append((name, place)) }
    }
    if let first = unknown.first {
      notes.append(
        ImportSummary.Note(
          code: "unknown_attributes",
          text: "attributes in answers that no customer has, such as {customer.\(first.name)} of "
            + first.place.description, count: unknown.count))
    }
    return notes
  }
}

private func shortened(_ text: String) -> String {
  text.count > 80 ? text.prefix(79) + "…" : text
}
