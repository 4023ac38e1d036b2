import Domain
import Wording

/// One field that an import can fill.
package struct ImportField: Sendable, Hashable {
  /// The name used in headers, `--map` and `--set`.
  package let name: String
  /// Whether a record without it is refused.
  package let isRequired: Bool
  /// What it means, for help and error messages.
  package let meaning: String
  /// Other column names that feed it without being mapped.
  package let aliases: [String]

  init(_ name: String, _ meaning: String, required: Bool = false, aliases: [String] = []) {
    self.name = name
    self.meaning = meaning
    isRequired = required
    self.aliases = aliases
  }

  /// Whether a column of that name feeds it without being mapped.
  func isNamed(_ column: String) -> Bool {
    let key = comparableName(column)
    return comparableName(name) == key || aliases.contains { comparableName($0) == key }
  }
}

/// What the records of a file are.
package enum ImportKind: String, Sendable, CaseIterable {
  case customers, products, interactions, faq, labels

  /// What the records are called.
  package var plural: String { self == .faq ? "FAQ entries" : rawValue }

  /// A number of such records: "1 FAQ entry", "14,652 interactions".
  package func counted(_ number: Int) -> String {
    Wording.counted(number, self == .faq ? "FAQ entry" : String(rawValue.dropLast()), plural)
  }

  /// The fields of a record, in the order of help and error messages.
  package var fields: [ImportField] {
    switch self {
    case .customers: Self.customerFields
    case .products: Self.productFields
    case .interactions: Self.interactionFields
    case .faq: Self.faqFields
    case .labels: Self.labelFields
    }
  }

  /// Whether columns that feed no field are kept as attributes.
  package var keepsAttributes: Bool { self == .customers || self == .products }
}

extension ImportKind {
  private static let customerFields = [
    ImportField("id", "the shop's identifier of the customer", required: true),
    ImportField("name", "full name"),
    ImportField("email", "e-mail address"),
    ImportField("country", "country, as the shop writes it"),
    ImportField("first_seen", "when the customer first came"),
  ]

  private static let productFields = [
    ImportField("id", "the shop's identifier of the product", required: true),
    ImportField("title", "name shown to people"),
    ImportField("description", "longer text"),
    ImportField("category", "one category"),
    ImportField("price", "price of one piece, zero or more"),
    ImportField("currency", "currency of the price, such as EUR"),
    ImportField("available", "true, false, yes, no, 1 or 0; false hides the product"),
  ]

  private static let interactionFields = [
    ImportField("customer_id", "the shop's identifier of the customer", required: true),
    ImportField("product_id", "the shop's identifier of the product", required: true),
    ImportField(
      "kind", "view, cart, purchase, return, rating, like or dislike", required: true),
    ImportField("occurred_at", "day and time of it", required: true),
    ImportField(
      "quantity", "pieces, 1 where not given; below zero a purchase is a return"),
    ImportField("price", "price of one piece, zero or more"),
    ImportField(
      "value", "money of the whole line, else quantity × price; of a rating its value",
      aliases: ["rating"]),
    ImportField(
      "event_id",
      "identifier of the line, not of its order: what is stored under it is passed over"),
    ImportField("title", "name of a product not yet known"),
    ImportField("category", "category of a product not yet known"),
    ImportField("country", "country of a customer not yet known"),
  ]

  private static let faqFields = [
    ImportField("question", "one question"),
    ImportField("questions", "several: a JSON array, or separated by |"),
    ImportField("answer", "the reply", required: true),
    ImportField("intent", "name of the intent; made from the question where not given"),
    ImportField("category", "one category"),
    ImportField("language", "language of the text, such as en"),
    ImportField("examples", "more ways to ask: a JSON array, or separated by |"),
    ImportField(
      "requires",
      "what the customer has to name first: order_number, product, email, phone, date, amount; "
        + "person hands over"),
    ImportField(
      "prompts",
      "intents or questions offered after the answer: a JSON array, or separated by |"),
  ]

  private static let labelFields = [
    ImportField("customer_id", "the shop's identifier of the customer", required: true),
    ImportField(
      "label", "whether the customer left: yes, no, true, false, 1 or 0", required: true),
    ImportField("observed_at", "when that was seen"),
  ]
}

/// How the bytes of a file are laid out.
package enum ImportFormat: String, Sendable, CaseIterable {
  /// RFC 4180, with a header.
  case csv
  /// As CSV, with tabs for commas.
  case tsv
  /// One JSON object a line.
  case jsonl

  /// The format that a file's name stands for; nil where it does not say.
  package init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: ".") else { return nil }
    switch fileName[fileName.index(after: dot)...].lowercased() {
    case "csv": self = .csv
    case "tsv", "tab": self = .tsv
    case "jsonl", "ndjson": self = .jsonl
    default: return nil
    }
  }
}
