extension Schemas {
  static let overview = Schema.object([
    (
      "customer",
      .object([
        ("id", .string(), true), ("name", .string(), false), ("email", .string(), false),
        ("country", .string(), false), ("first_seen", .string(), false),
        ("interactions", .map(.integer()), true), ("purchase_value", .number, true),
        ("currency", .string(), false), ("first_purchase", .string(), false),
        ("last_purchase", .string(), false),
      ]), true
    ),
    ("recommendations", .nullable(.reference("Recommendations")), true),
    ("churn", .nullable(.reference("Churn")), true),
    ("value", .nullable(.reference("Value")), true),
    (
      "conversations",
      .array(
        .object([
          ("conversation_id", .string(), true), ("started_at", .string(), true),
          ("last_message_at", .string(), true),
          ("outcome", .string(values: ["open", "resolved", "handed_over", "unresolved"]), true),
          ("handed_over_at", .string(), false), ("resolved_at", .string(), false),
          ("messages", .array(.object([("text", .string(), true)])), true),
        ])), true
    ),
    (
      "next_best_action",
      .object([
        (
          "action",
          .string(values: [
            "answer_conversation", "contact_with_offer", "win_back", "cross_sell", "none",
          ]), true
        ),
        ("reason", .string(), true), ("product_id", .string(), false),
        ("product_title", .string(), false), ("conversation_id", .string(), false),
      ]), true
    ),
    ("unavailable", .map(.string(text: "why the part is null")), true),
  ])

  static let erasure = Schema.object([
    ("reference", .string(text: "the erasure's random name in the audit log"), false),
    ("erased_at", .string(), false), ("dry_run", .boolean, true),
    (
      "rows",
      .object(
        [
          "interactions", "labels", "conversations", "messages", "exposures", "clicks",
          "examples", "mentions",
        ].map { ($0, .integer(minimum: 0), true) }), true
    ),
    (
      "models",
      .array(
        .object([
          ("model", .string(), true), ("active", .boolean, true), ("created_at", .string(), true),
          (
            "outcome",
            .string(values: ["not_seen", "aggregates_only", "repaired", "removed"]), true
          ),
          ("what", .string(text: "what was taken out"), false),
        ])), true
    ),
    ("purged", .boolean, true), ("notes", .array(.string()), true),
  ])

  static let customerExport = Schema.object([
    ("exported_at", .string(), true),
    (
      "customer",
      .object([
        ("id", .string(), true), ("name", .string(), false), ("email", .string(), false),
        ("country", .string(), false), ("first_seen", .string(), false),
        ("attributes", .map(.any), true),
      ]), true
    ),
    (
      "interactions",
      .array(
        .object([
          ("product_id", .string(), true), ("title", .string(), false), ("kind", .string(), true),
          ("quantity", .number, true), ("value", .number, false), ("occurred_at", .string(), true),
          ("event_id", .string(), false),
        ])), true
    ),
    (
      "labels",
      .array(
        .object([("has_churned", .boolean, true), ("observed_at", .string(), false)])), true
    ),
    ("conversations", .array(exportedConversation), true),
    (
      "exposures",
      .array(
        .object([
          ("product_id", .string(), true), ("title", .string(), false), ("model", .string(), true),
          ("recommendation_id", .string(), false), ("event_id", .string(), false),
          ("session", .string(), false), ("position", .integer(), false),
          ("experiment", .string(), false), ("arm", .string(values: ["a", "b"]), false),
          ("shown_at", .string(), true), ("clicked_at", .string(), false),
          ("click_event_id", .string(), false),
        ])), true
    ),
    (
      "models",
      .array(
        .object([
          ("model", .string(), true), ("created_at", .string(), true), ("active", .boolean, true),
          ("trained_with_customer", .boolean, true),
        ])), true
    ),
    (
      "audit",
      .array(
        .object([
          ("occurred_at", .string(), true), ("actor", .string(), true),
          ("action", .string(), true),
        ])), true
    ),
  ])

  private static let exportedConversation = Schema.object([
    ("conversation_id", .string(), true), ("started_at", .string(), true),
    ("last_message_at", .string(), true), ("handed_over_at", .string(), false),
    ("resolved_at", .string(), false), ("state", .string(text: "JSON, as stored"), false),
    ("sender_sha256", .string(), false),
    (
      "messages",
      .array(
        .object([
          ("message_id", .string(), true), ("author", .string(), true), ("text", .string(), true),
          ("intent", .string(), false), ("confidence", .number, false),
          ("action", .string(), false), ("step", .string(), false),
          ("matched_question", .string(), false),
          (
            "mentions",
            .array(.object([("kind", .string(), true), ("value", .string(), false)])), true
          ),
          ("helpful", .boolean, false), ("feedback_at", .string(), false),
          ("gap", .string(values: ["added", "dismissed"]), false),
          ("created_at", .string(), true),
        ])), true
    ),
  ])
}
