/// The schemas that routes refer to by name.
enum Schemas {
  static let all: [(name: String, schema: Schema)] =
    [
      ("Problem", problem), ("Recommendations", recommendations), ("Discoveries", discoveries),
      ("SimilarCustomers", similarCustomers),
      ("Churn", churn),
      ("ChurnList", churnList), ("Value", value), ("SupportReply", supportReply),
      ("SupportGaps", supportGaps),
      ("Interaction", interaction),
      ("RecommendationEvent", recommendationEvent), ("Models", models),
      ("Conversations", conversations), ("SupportStatistics", supportStatistics),
      ("Overview", overview), ("CustomerExport", customerExport), ("Erasure", erasure),
      ("RasaParse", RasaParse.schema), ("RasaReply", RasaReply.schema),
      ("RasaError", RasaError.schema),
    ] + records + training

  private static let problem = Schema.object([
    ("type", .string(), true), ("title", .string(), true), ("status", .integer(), true),
    ("detail", .string(), true), ("code", .string(text: "stable; what programs test"), true),
    ("pointer", .string(text: "JSON pointer of the field, or ?name of the parameter"), false),
    ("request_id", .string(), false),
    ("stored_lines", .integer(minimum: 1), false),
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
            "effects",
            .array(
              .object([
                ("kind", .string(), true), ("rule", .integer(), false),
                ("contribution", .number, false), ("text", .string(), true),
              ])), false
          ),
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
    (
      "recommendation_id",
      .string(text: "names this list when impressions and clicks are reported"),
      false
    ),
    ("fallback", .string(text: "what stood in for a history; absent where there was one"), false),
    ("empty", .string(text: "why there are no items; absent where there are some"), false),
  ])

  private static let discoveries = Schema.object([
    (
      "items",
      .array(
        .object([
          ("product_id", .string(), true), ("title", .string(), false),
          ("category", .string(), false), ("price", .number, false),
          ("currency", .string(), false), ("score", .number, true),
          ("reason", .string(text: "why it is here, in words"), true),
        ])), true
    ),
    ("as_of", .string(text: "the moment the counts are up to"), false),
    ("segment", .string(text: "the customers counted, as name=value"), false),
  ])

  private static let similarCustomers = Schema.object([
    ("customer_id", .string(), true),
    (
      "customers",
      .array(
        .object([
          ("customer_id", .string(), true),
          ("similarity", .number, true),
          (
            "shared",
            .array(.object([("product_id", .string(), true), ("title", .string(), false)])), true
          ),
        ])), true
    ),
    ("model", .string(), true),
  ])

  private static let factor = Schema.object([
    ("feature", .string(), true), ("value", .number, false), ("category", .string(), false),
    ("contribution", .number, true), ("probability_change", .number, true),
    ("population_mean", .number, false),
  ])

  private static let churn = Schema.object([
    ("customer_id", .string(), true), ("as_of", .string(), true),
    ("horizon_days", .integer(), false), ("definition", .string(), true),
    ("already_gone", .boolean, true), ("churn_probability", .number, true),
    ("percentile", .number, true),
    ("risk_level", .string(values: ["low", "medium", "high"]), true),
    ("threshold_used", .number, true), ("medium_from", .number, true),
    ("expected_value", .number, false), ("expected_profit_if_contacted", .number, false),
    ("log_odds", .number, true),
    ("base_log_odds", .number, true), ("top_risk_factors", .array(factor), true),
    ("top_protective_factors", .array(factor), true),
    ("other_factors_contribution", .number, true), ("model", .string(), true),
  ])

  private static let value = Schema.object([
    ("customer_id", .string(), true), ("as_of", .string(), true),
    ("horizon_days", .integer(), true),
    ("expected_spend", .number, true), ("low", .number, true), ("high", .number, true),
    ("interval_level", .number, true), ("buy_probability", .number, true),
    ("spend_if_buying", .number, true), ("log_odds", .number, true),
    ("base_log_odds", .number, true), ("log_spend", .number, true),
    ("base_log_spend", .number, true),
    (
      "factors",
      .array(
        .object([
          ("feature", .string(), true), ("value", .number, false),
          ("category", .string(), false), ("population_mean", .number, false),
          ("to_log_odds", .number, true), ("to_log_spend", .number, true),
        ])), true
    ),
    ("bg_nbd_purchases", .number, false), ("bg_nbd_spend", .number, false),
    ("model", .string(), true),
  ])

  private static let churnList = Schema.object([
    ("customers", .array(.reference("Churn")), true),
    ("ordered_by", .string(values: ["risk", "profit", "value"]), true),
    ("scored", .integer(), true), ("worth_contacting", .integer(), false),
    ("expected_profit", .number, false), ("contact_cost", .number, true),
    ("save_rate", .number, true), ("margin", .number, true),
    ("high_risk", .integer(), true), ("already_gone", .integer(), true), ("as_of", .string(), true),
    ("model", .string(), true),
    ("next_cursor", .string(text: "where the list goes on; absent at its end"), false),
  ])

  private static let contribution = Schema.object([
    ("word", .string(), true), ("contribution", .number, true), ("start", .integer(), true),
    ("end", .integer(), true),
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
    ("explanation", .array(contribution), true), ("n_grams", .array(contribution), true),
    ("out_of_scope_score", .number, true),
    (
      "entities",
      .array(
        .object([
          ("entity", .string(), true), ("value", .string(), true), ("start", .integer(), true),
          ("end", .integer(), true), ("confidence", .number, true),
        ])), true
    ),
    ("reply", .string(text: "what to say; empty where the bot keeps quiet"), false),
    ("step", .string(text: "what kind of reply it is"), false),
    (
      "buttons",
      .array(.object([("title", .string(), true), ("payload", .string(), true)])), false
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

  private static let conversations = Schema.object([
    ("customer_id", .string(), true),
    (
      "conversations",
      .array(
        .object([
          ("conversation_id", .string(), true), ("started_at", .string(), true),
          ("last_message_at", .string(), true),
          ("outcome", .string(values: ["open", "resolved", "handed_over", "unresolved"]), true),
          ("handed_over_at", .string(), false), ("resolved_at", .string(), false),
          (
            "messages",
            .array(
              .object([
                ("message_id", .string(), true),
                ("author", .string(values: ["customer", "bot", "agent"]), true),
                ("text", .string(text: "personal data is masked"), true),
                ("intent", .string(), false), ("confidence", .number, false),
                ("action", .string(), false), ("step", .string(), false),
                ("matched_question", .string(), false), ("helpful", .boolean, false),
                ("created_at", .string(), true),
              ])), true
          ),
        ])), true
    ),
  ])

  private static let supportStatistics = Schema.object([
    ("since", .string(), false), ("conversations", .integer(), true), ("open", .integer(), true),
    ("resolved", .integer(), true), ("handed_over", .integer(), true),
    ("unresolved", .integer(), true), ("resolution_rate", .number, false),
    ("handoff_rate", .number, false), ("messages", .integer(), true),
    ("answers", .integer(), true), ("helpful", .integer(), true),
    ("unhelpful", .integer(), true),
  ])

  private static let recommendationEvent = Schema.closedObject([
    ("event", .string(values: ["impression", "click"]), true),
    (
      "recommendation_id",
      .nullable(.identifier), false
    ),
    ("customer_id", .nullable(.identifier), false),
    ("session_id", .nullable(.identifier), false),
    ("product_id", .nullable(.identifier), false),
    (
      "product_ids",
      .nullable(
        .array(.identifier, least: 1, most: RecommendationEventBody.mostProducts)), false
    ),
    (
      "position",
      .nullable(.integer(minimum: 1, maximum: RecommendationEventBody.greatestPosition)), false
    ),
    ("model", .nullable(.identifier), false), ("occurred_at", .nullable(.time), false),
    ("event_id", .nullable(.identifier), false),
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
