/// The schemas that routes refer to by name.
enum Schemas {
  static let all: [(name: String, schema: Schema)] = [
    ("Problem", problem), ("Recommendations", recommendations), ("Churn", churn),
    ("ChurnList", churnList), ("SupportReply", supportReply), ("Interaction", interaction),
    ("Models", models),
  ]

  private static let problem = Schema.object([
    ("type", .string(), true), ("title", .string(), true), ("status", .integer(), true),
    ("detail", .string(), true), ("code", .string(text: "stable; what programs test"), true),
    ("pointer", .string(text: "JSON pointer of the field, or ?name of the parameter"), false),
    ("request_id", .string(), false),
  ])

  private static let recommendations = Schema.object([
    ("customer_id", .string(), false),
    (
      "items",
      .array(
        .object([
          ("product_id", .string(), true), ("title", .string(), false),
          ("category", .string(), false), ("price", .number, false),
          ("currency", .string(), false), ("score", .number, true),
          (
            "reasons",
            .array(
              .object([
                ("because", .string(text: "a product id"), false),
                ("because_title", .string(), false), ("times", .integer(), false),
                ("kind", .string(), true),
                ("contribution", .number, true), ("share", .number, true),
              ])), false
          ),
        ])), true
    ),
    ("model", .string(), true),
    ("fallback", .string(text: "what stood in for a history; absent where there was one"), false),
  ])

  private static let factor = Schema.object([
    ("feature", .string(), true), ("value", .number, false), ("category", .string(), false),
    ("contribution", .number, true), ("population_mean", .number, false),
  ])

  private static let churn = Schema.object([
    ("customer_id", .string(), true), ("as_of", .string(), true),
    ("horizon_days", .integer(), false), ("definition", .string(), true),
    ("already_gone", .boolean, true), ("churn_probability", .number, true),
    ("risk_level", .string(values: ["low", "medium", "high"]), true),
    ("threshold_used", .number, true), ("log_odds", .number, true),
    ("base_log_odds", .number, true), ("top_risk_factors", .array(factor), true),
    ("top_protective_factors", .array(factor), true),
    ("other_factors_contribution", .number, true), ("model", .string(), true),
  ])

  private static let churnList = Schema.object([
    ("customers", .array(.reference("Churn")), true), ("scored", .integer(), true),
    ("high_risk", .integer(), true), ("already_gone", .integer(), true), ("as_of", .string(), true),
    ("model", .string(), true),
  ])

  private static let supportReply = Schema.object([
    ("text", .string(), true), ("intent", .string(text: "absent where not sure"), false),
    ("confidence", .number, true),
    ("action", .string(values: ["answer", "clarify", "handoff"]), true),
    ("answer", .string(), false), ("matched_question", .string(), false),
    (
      "suggestions",
      .array(
        .object([
          ("intent", .string(), true), ("question", .string(), true),
          ("confidence", .number, true),
        ])), true
    ),
    (
      "intent_ranking",
      .array(.object([("name", .string(), true), ("probability", .number, true)])), true
    ),
    (
      "explanation",
      .array(.object([("word", .string(), true), ("contribution", .number, true)])), true
    ),
    (
      "customer",
      .object([
        ("customer_id", .string(), true), ("last_order_date", .string(), false),
        ("last_order_lines", .integer(), false), ("last_order_value", .number, false),
      ]), false
    ),
    ("conversation_id", .string(), false), ("message_id", .string(), false),
    ("model", .string(), true),
  ])

  private static let interaction = Schema.closedObject([
    ("customer_id", .identifier, true), ("product_id", .identifier, true),
    (
      "kind",
      .string(values: ["view", "cart", "purchase", "return", "rating", "like", "dislike"]), true
    ),
    ("quantity", .number, false), ("price", .number, false), ("value", .number, false),
    ("occurred_at", .string(text: "RFC 3339; now where absent"), false),
    ("event_id", .string(text: "makes sending again harmless", length: 1...256), false),
  ])

  private static let models = Schema.object([
    (
      "models",
      .array(
        .object([
          ("kind", .string(), true), ("version", .integer(), true), ("name", .string(), true),
          ("created_at", .string(), true), ("bytes", .integer(), true),
          ("active", .boolean, true), ("outdated", .boolean, true),
          ("parameters", .string(text: "JSON"), true),
        ])), true
    )
  ])
}
