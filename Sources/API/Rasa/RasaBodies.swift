import HTTPServer

/// A text to parse, as clients of Rasa send it; other fields are passed over, as Rasa
/// does.
struct RasaTextBody: Decodable {
  enum CodingKeys: String, CodingKey {
    case text
    case messageId = "message_id"
  }

  var text: String
  var messageId: String?

  static let schema = Schema.object([
    ("text", .string(), true), ("message_id", .nullable(.string()), false),
  ])
}

/// A message of a chat channel; other fields are passed over, as Rasa does.
struct RasaMessageBody: Decodable {
  struct Metadata: Decodable {
    enum CodingKeys: String, CodingKey { case customerId = "customer_id" }
    var customerId: String?

    init(from decoder: any Decoder) throws {
      // Any JSON value may be metadata; only an object can name a customer.
      guard let container = try? decoder.container(keyedBy: CodingKeys.self) else { return }
      customerId = try container.decodeIfPresent(String.self, forKey: .customerId)
    }
  }

  var sender: String?
  var message: String
  var metadata: Metadata?

  static let schema = Schema.object([
    ("sender", .nullable(.identifier), false), ("message", .string(length: 1...65_536), true),
    ("metadata", .any, false),
  ])
}
