import Domain
import Service

extension Schemas {
  static let records: [(name: String, schema: Schema)] = [
    ("Customer", customer), ("Customers", page("customers", of: "Customer")),
    ("NewCustomer", newCustomer), ("CustomerPatch", customerPatch), ("Product", product),
    ("Products", page("products", of: "Product")), ("NewProduct", newProduct),
    ("ProductPatch", productPatch), ("NewFAQEntry", newFAQEntry), ("Interactions", interactions),
    ("RecordedInteractions", recorded("duplicates", "interactions whose event_id is stored")),
    ("RecordedRows", recorded("updated", "known records that took over what was sent")),
    ("RefusedLine", refusedLine), ("Rule", rule), ("Setting", setting),
  ]

  private static func page(_ name: String, of schema: String) -> Schema {
    .object([
      (name, .array(.reference(schema)), true),
      ("next_cursor", .string(text: "where the list goes on; absent at its end"), false),
    ])
  }

  // MARK: - Attributes

  private static let attributeValue = Schema.oneOf([.string(pattern: noNUL), .number, .boolean])
  private static let noNUL = #"^[^\u0000]*$"#
  private static let text = Schema.string(pattern: noNUL)
  private static let attributes = Schema.map(attributeValue)
  private static let newAttributes = Schema.map(attributeValue, names: .identifier)

  // MARK: - Customers

  private static let customer = Schema.object([
    ("id", .string(), true), ("name", .string(), false), ("email", .string(), false),
    ("country", .string(), false), ("first_seen", .time, false), ("attributes", attributes, true),
  ])

  private static let newCustomer = Schema.closedObject([
    ("id", .identifier, true), ("name", .nullable(text), false),
    ("email", .nullable(text), false), ("country", .nullable(text), false),
    ("first_seen", .nullable(.time), false), ("attributes", .nullable(newAttributes), false),
  ])

  private static let customerPatch = Schema.closedObject([
    ("name", .nullable(text), false), ("email", .nullable(text), false),
    ("country", .nullable(text), false), ("first_seen", .nullable(.time), false),
    ("attributes", .nullable(.map(.nullable(attributeValue), names: .identifier)), false),
  ])

  // MARK: - Products

  private static let product = Schema.object([
    ("id", .string(), true), ("title", .string(), false), ("description", .string(), false),
    ("category", .string(), false), ("price", .number, false), ("currency", .string(), false),
    ("available", .boolean, false), ("attributes", attributes, true),
  ])

  private static let newProduct = Schema.closedObject(
    [("id", .identifier, true)] + productFields + [
      ("attributes", .nullable(newAttributes), false)
    ])

  private static let productPatch = Schema.closedObject(
    productFields + [
      ("attributes", .nullable(.map(.nullable(attributeValue), names: .identifier)), false)
    ])

  private static let productFields: [(name: String, schema: Schema, isRequired: Bool)] = [
    ("title", .nullable(text), false), ("description", .nullable(text), false),
    ("category", .nullable(text), false), ("price", .nullable(.amount()), false),
    ("currency", .nullable(text), false), ("available", .nullable(.boolean), false),
  ]

  // MARK: - The bot

  private static let newFAQEntry = Schema.closedObject([
    ("question", .nullable(.string(text: "this or questions must be there")), false),
    ("questions", .nullable(.array(.string())), false),
    ("answer", .string(text: "may have fields such as {customer.name}"), true),
    ("intent", .nullable(.identifier), false), ("category", .nullable(text), false),
    ("language", .nullable(.string(text: "such as en")), false),
    ("examples", .nullable(.array(.string())), false),
    ("requires", .nullable(.array(.string(values: FAQEntry.requirements))), false),
    ("prompts", .nullable(.array(.string())), false),
  ])

  // MARK: - Interactions

  private static let interactions = Schema.object([
    ("customer_id", .string(), true),
    (
      "interactions",
      .array(
        .object([
          ("product_id", .string(), true),
          ("kind", .string(values: InteractionKind.allCases.map(\.name)), true),
          ("quantity", .number, true), ("value", .number, false), ("occurred_at", .time, true),
          ("event_id", .string(), false),
        ])), true
    ),
    ("next_cursor", .string(text: "where the list goes on; absent at its end"), false),
  ])

  static let interaction = Schema.closedObject([
    ("customer_id", .identifier, true), ("product_id", .identifier, true),
    (
      "kind",
      .string(
        text: "a rating needs a value of at most \(Int(Interaction.greatestRating))",
        values: InteractionKind.allCases.map(\.name)), true
    ),
    (
      "quantity",
      .nullable(.amount(maximum: Interaction.greatestAmount, isAboveZero: true)), false
    ),
    ("price", .nullable(.amount(maximum: Interaction.greatestAmount)), false),
    ("value", .nullable(.amount(maximum: Interaction.greatestAmount)), false),
    (
      "occurred_at",
      .nullable(
        .string(
          text: "RFC 3339, at most a day ahead; now where absent", format: "date-time")), false
    ),
    ("event_id", .nullable(.identifier), false),
  ])

  private static func recorded(_ known: String, _ text: String) -> Schema {
    .object([
      ("added", .integer(minimum: 0), true), (known, .integer(minimum: 0), true),
      ("refused", .integer(minimum: 0), false),
      ("errors", .array(.reference("RefusedLine"), most: 100), false),
      (
        "notes",
        .array(
          .object([
            ("code", .string(), true), ("text", .string(), true), ("count", .integer(), true),
          ])), false
      ),
    ])
  }

  private static let refusedLine = Schema.object([
    ("line", .integer(minimum: 1), true), ("code", .string(), true),
    ("pointer", .string(), false), ("detail", .string(), true),
  ])

  // MARK: - Rules and settings

  private static let rule = Schema.object([
    ("id", .integer(minimum: 1), true),
    ("action", .string(values: ["boost", "pin", "bury", "exclude"]), true),
    ("factor", .number, false), ("position", .integer(), false), ("product_id", .string(), false),
    ("category", .string(), false), ("attribute", .string(text: "name=value"), false),
    ("price_min", .number, false), ("price_max", .number, false), ("country", .string(), false),
    ("customer_attribute", .string(text: "name=value"), false), ("valid_from", .time, false),
    ("valid_until", .time, false), ("period", .string(text: "in words"), false),
    ("note", .string(), false), ("created_at", .time, true), ("created_by", .string(), true),
    ("removed_at", .time, false),
    ("state", .string(values: ["active", "scheduled", "expired", "removed"]), true),
    ("text", .string(text: "the rule in words"), true),
  ])

  private static let setting = Schema.object([
    ("name", .string(values: SettingName.allCases.map(\.rawValue)), true),
    ("value", .number, false), ("default_value", .number, false), ("word", .string(), false),
    ("derivation", .string(), false), ("is_default", .boolean, true), ("text", .string(), true),
    ("set_at", .time, false), ("set_by", .string(), false),
  ])
}
