import Service

/// What a text is about, in Rasa's shape.
///
/// - Source: Rasa 3, `POST /model/parse`, `docs/static/spec/rasa.yml`.
struct RasaParse: Encodable {
  struct Intent: Encodable {
    enum CodingKeys: CodingKey { case name, confidence }
    var name: String?
    var confidence: Double

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      // Clients read the name where there is none too.
      try container.encode(name, forKey: .name)
      try container.encode(confidence, forKey: .confidence)
    }
  }

  struct Entity: Encodable {
    var entity: String
    var start: Int
    var end: Int
    var value: String
    var confidence: Double
    var extractor = "RapportEntityExtractor"
  }

  /// What Rasa's fallback classifier calls a text that it is not sure of.
  static let fallback = "nlu_fallback"

  var text: String
  var messageId: String?
  var intent: Intent
  var intentRanking: [Intent]
  var entities: [Entity]
  var textTokens: [[Int]]

  init(_ answer: SupportAnswer, messageID: String?, tokens: [[Int]]) {
    text = answer.text
    messageId = messageID
    let best = answer.intentRanking.first?.probability ?? 0
    // The calibrated confidence of the best, and the others in proportion to it.
    var ranking = answer.intentRanking.map { ranked in
      let share = best > 0 ? min(1, ranked.probability / best) : 0
      return Intent(name: ranked.name, confidence: answer.confidence * share)
    }
    if answer.action != "answer", !ranking.isEmpty {
      ranking.insert(Intent(name: Self.fallback, confidence: 1 - answer.confidence), at: 0)
    }
    intent = ranking.first ?? Intent(name: nil, confidence: 0)
    intentRanking = ranking
    entities = answer.entities.map {
      Entity(
        entity: $0.entity, start: $0.start, end: $0.end, value: $0.value,
        confidence: $0.confidence)
    }
    textTokens = tokens
  }

  static let schema: Schema = {
    let intent = Schema.object([("name", .any, true), ("confidence", .number, true)])
    return .object([
      ("text", .string(), true), ("message_id", .string(), false), ("intent", intent, true),
      ("intent_ranking", .array(intent), true),
      (
        "entities",
        .array(
          .object([
            ("entity", .string(), true), ("start", .integer(), true), ("end", .integer(), true),
            ("value", .string(), true), ("confidence", .number, true),
            ("extractor", .string(), true),
          ])), true
      ),
      ("text_tokens", .array(.array(.integer())), true),
    ])
  }()
}

/// One reply of a chat channel, in Rasa's shape with a few fields more.
///
/// - Source: Rasa 3, `rasa/core/channels/rest.py`.
struct RasaReply: Encodable {
  var recipientId: String
  var text: String
  /// Absent where there is nothing to pick.
  var buttons: [SupportAnswer.Button]?
  var intent: String?
  var confidence: Double
  /// `answer`, `clarify` or `handoff`.
  var action: String
  var messageId: String

  static let schema = Schema.object([
    ("recipient_id", .string(), true), ("text", .string(), true),
    (
      "buttons",
      .array(.object([("title", .string(), true), ("payload", .string(), true)])), false
    ),
    ("intent", .string(), false), ("confidence", .number, true),
    ("action", .string(values: ["answer", "clarify", "handoff"]), true),
    ("message_id", .string(), true),
  ])
}
