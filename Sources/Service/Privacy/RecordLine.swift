import Domain
import Storage

/// What is exported.
package enum RecordKind: String, CaseIterable, Sendable {
  case interactions, customers, messages
}

/// How an export is laid out.
package enum RecordFormat: String, CaseIterable, Sendable {
  case csv, jsonl
}

/// One exported record as names and values, in the names that imports know.
struct RecordLine {
  private var fields: [(name: String, value: AttributeValue?)]

  static let interactionFields = [
    "customer_id", "product_id", "kind", "quantity", "value", "occurred_at", "event_id",
  ]
  static let customerFields = ["id", "name", "email", "country", "first_seen"]
  static let messageFields = [
    "conversation_id", "message_id", "customer_id", "author", "text", "intent", "confidence",
    "action", "step", "question", "helpful", "created_at",
  ]

  init(_ interaction: Interaction) {
    fields = [
      ("customer_id", .text(interaction.customer.rawValue)),
      ("product_id", .text(interaction.product.rawValue)), ("kind", .text(interaction.kind.name)),
      ("quantity", .number(interaction.quantity)),
      ("value", interaction.value.map(AttributeValue.number)),
      ("occurred_at", .text(interaction.occurredAt.rfc3339)),
      ("event_id", interaction.eventID.map(AttributeValue.text)),
    ]
  }

  /// The attributes named follow the fields that every customer has.
  init(_ customer: Customer, attributes: [String]) {
    fields = [
      ("id", .text(customer.id.rawValue)), ("name", customer.name.map(AttributeValue.text)),
      ("email", customer.email.map(AttributeValue.text)),
      ("country", customer.country.map(AttributeValue.text)),
      ("first_seen", customer.firstSeen.map { .text($0.rfc3339) }),
    ]
    fields += attributes.map { ($0, customer.attributes[$0]) }
  }

  init(_ stored: StoredMessage) {
    let message = stored.message
    fields = [
      ("conversation_id", .text(stored.conversation)), ("message_id", .text(message.id)),
      ("customer_id", stored.customer.map { .text($0.id.rawValue) }),
      ("author", .text(message.author.rawValue)), ("text", .text(message.text)),
      ("intent", message.intent.map(AttributeValue.text)),
      ("confidence", message.confidence.map(AttributeValue.number)),
      ("action", message.outcome.map(AttributeValue.text)),
      ("step", message.step.map(AttributeValue.text)),
      ("question", message.question.map(AttributeValue.text)),
      ("helpful", message.feedback.map { .flag($0 == .helpful) }),
      ("created_at", .text(message.createdAt.rfc3339)),
    ]
  }

  /// The record as one line, its end included; a field that is not known is empty in CSV
  /// and left out of JSON.
  func text(_ format: RecordFormat) -> String {
    switch format {
    case .csv: return Self.csv(fields.map { $0.value.map(Self.plain) ?? "" })
    case .jsonl: return json
    }
  }

  private var json: String {
    var line = Array("{".utf8)
    for (name, value) in fields {
      guard let value else { continue }
      if line.count > 1 { line.append(UInt8(ascii: ",")) }
      line.append(json: name)
      line.append(UInt8(ascii: ":"))
      switch value {
      case .text(let text): line.append(json: text)
      case .number(let number): line.append(json: number)
      case .flag(let flag): line.append(contentsOf: (flag ? "true" : "false").utf8)
      }
    }
    line.append(contentsOf: "}\n".utf8)
    return String(decoding: line, as: UTF8.self)
  }

  /// - Source: RFC 4180, section 2, with a line feed alone at the end.
  static func csv(_ cells: [String]) -> String {
    cells.map { cell in
      let needsQuotes = cell.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
      guard needsQuotes || cell.first == " " || cell.last == " " else { return cell }
      var quoted = "\""
      for scalar in cell.unicodeScalars {
        if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
        quoted.unicodeScalars.append(scalar)
      }
      return quoted + "\""
    }.joined(separator: ",") + "\n"
  }

  private static func plain(_ value: AttributeValue) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? number.description
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}
