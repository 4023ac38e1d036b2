import HTTPServer
import Service

extension RapportAPI {
  /// What customers ask in vain.
  var gapRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/support/gaps",
        summary: "Unanswered and badly rated questions by subject, the commonest first",
        scope: .read,
        parameters: [Self.limit(1000)], response: .reference("SupportGaps")
      ) { request in
        try Self.json(
          rapport.gaps(limit: QueryReader(request).integer("limit", default: 20, in: 1...1000)))
      }
    ]
  }
}

extension Schemas {
  static let supportGaps = Schema.object([
    (
      "gaps",
      .array(
        .object([
          ("id", .string(), true), ("question", .string(), true),
          ("keywords", .array(.string()), true), ("count", .integer(), true),
          ("customers", .integer(), true), ("newest", .string(text: "a day"), true),
          (
            "reasons",
            .object([
              ("handoff", .integer(), true), ("unclear", .integer(), true),
              ("unhelpful", .integer(), true),
            ]), true
          ),
          ("nearest_intent", .string(), false), ("confidence", .numberIn(0...1), false),
          (
            "suggestion",
            .object([
              ("kind", .string(values: ["example", "new_subject", "wrong_answer"]), true),
              ("text", .string(), true),
            ]), false
          ),
          ("examples", .array(.string()), true),
        ])), true
    ),
    ("total_gaps", .integer(), true), ("total_questions", .integer(), true),
    ("wordless_questions", .integer(), true), ("model", .string(), false),
  ])
}
