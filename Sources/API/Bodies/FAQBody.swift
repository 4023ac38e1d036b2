import Domain
import HTTPServer

/// An entry of the support bot as clients send one, to be added or merged into the one of
/// that intent and language.
struct FAQBody: RequestBody, IngestedRow {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case question, questions, answer, intent, category, language, examples, requires, prompts
  }

  static let name = "entry"

  var question: String?
  var questions: [String]?
  var answer: String
  var intent: String?
  var category: String?
  var language: String?
  var examples: [String]?
  var requires: [String]?
  var prompts: [String]?

  func record(at place: String, now: Timestamp) throws(Problem) -> FAQEntry {
    let checks = RowChecks(place: place)
    if let intent { try BodyReader.checkIdentifier(intent, pointer: "\(place)/intent") }
    var asked = try checks.text(question, "question").map { [$0] } ?? []
    for text in try checks.texts(questions, "questions") where !asked.contains(text) {
      asked.append(text)
    }
    guard !asked.isEmpty else {
      throw Problem(
        .badRequest, code: "missing_field", detail: "give question or questions",
        pointer: "\(place)/question")
    }
    guard let answer = try checks.text(answer, "answer") else {
      throw checks.invalid("answer", "must not be blank")
    }
    return FAQEntry(
      intent: intent ?? "", questions: asked, answer: answer,
      category: try checks.text(category, "category"),
      language: try checks.text(language, "language"),
      examples: try checks.texts(examples, "examples"),
      prompts: try checks.texts(prompts, "prompts"),
      requires: try checks.texts(requires, "requires"))
  }
}
