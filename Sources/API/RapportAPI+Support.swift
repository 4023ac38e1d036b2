import HTTPServer
import Service

extension RapportAPI {
  /// Messages to the bot.
  var supportRoutes: [Endpoint] {
    [
      Endpoint(
        method: .post, template: "/v1/bot/messages",
        summary: "Answer a message; it and the answer are kept, masked, in a conversation",
        scope: .write,
        body: Endpoint.Body(
          schema: .closedObject([
            ("text", .string(length: 1...65_536), true),
            ("customer_id", .nullable(.identifier), false),
            ("conversation_id", .nullable(.identifier), false),
          ])),
        response: .reference("SupportReply"), problems: [.notFound, .conflict]
      ) { request in
        let body = try BodyReader.decode(MessageBody.self, from: request)
        for (field, id) in [
          ("customer_id", body.customerId), ("conversation_id", body.conversationId),
        ] {
          if let id { try BodyReader.checkIdentifier(id, pointer: "/\(field)") }
        }
        return try Self.json(
          rapport.converse(
            Self.checkedText(body.text), customer: body.customerId,
            conversation: body.conversationId))
      },
      Endpoint(
        method: .post, template: "/v1/bot/parse",
        summary: "What a message is about; nothing is kept", scope: .read,
        body: Endpoint.Body(schema: .closedObject([("text", .string(length: 1...65_536), true)])),
        response: .reference("SupportReply"), problems: [.conflict]
      ) { request in
        let body = try BodyReader.decode(TextBody.self, from: request)
        return try Self.json(rapport.ask(Self.checkedText(body.text)))
      },
      feedback,
    ]
  }

  private var feedback: Endpoint {
    Endpoint(
      method: .post, template: "/v1/bot/messages/{id}/feedback",
      summary: "Say whether a reply helped", scope: .write,
      parameters: [
        Endpoint.Parameter(
          name: "id", place: .path, schema: .identifier, text: "message_id of the reply")
      ],
      body: Endpoint.Body(schema: .closedObject([("helpful", .boolean, true)])),
      response: .object([("status", .string(), true)]), problems: [.notFound],
      isForBrowsers: true
    ) { request in
      let body = try BodyReader.decode(FeedbackBody.self, from: request)
      try rapport.setFeedback(isHelpful: body.helpful, message: request.parameter("id"))
      return try Self.json(["status": "kept"])
    }
  }

  /// Conversations as people of the shop see them.
  var conversationRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/conversations",
        summary: "A customer's conversations with the bot, the newest first", scope: .read,
        parameters: [Self.customerID, Self.limit(100)],
        response: .reference("Conversations"), problems: [.notFound]
      ) { request in
        try Self.json(
          rapport.conversations(
            ofCustomer: request.parameter("id"),
            limit: QueryReader(request).integer("limit", default: 20, in: 1...100)))
      },
      Endpoint(
        method: .post, template: "/v1/bot/conversations/{id}/resolve",
        summary: "Say that a person has settled a conversation", scope: .write,
        parameters: [
          Endpoint.Parameter(
            name: "id", place: .path, schema: .identifier, text: "conversation_id")
        ],
        response: .object([("status", .string(), true)]), problems: [.notFound]
      ) { request in
        try rapport.resolve(conversation: request.parameter("id"))
        return try Self.json(["status": "resolved"])
      },
      Endpoint(
        method: .get, template: "/v1/support/stats",
        summary: "How the bot's conversations ended", scope: .read,
        parameters: [
          Endpoint.Parameter(
            name: "since", place: .query, schema: .day,
            text: "counts conversations begun from this day on, as 2026-03-01")
        ],
        response: .reference("SupportStatistics")
      ) { request in
        try Self.json(rapport.supportStatistics(since: QueryReader(request).day("since")))
      },
    ]
  }

  static func checkedText(
    _ text: String, field: String = "text"
  ) throws(Problem) -> String {
    guard (1...65_536).contains(text.utf8.count) else {
      throw Problem(at: "/\(field)", "must have 1 to 65536 bytes")
    }
    return text
  }
}

private struct MessageBody: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case text
    case customerId = "customer_id"
    case conversationId = "conversation_id"
  }

  var text: String
  var customerId: String?
  var conversationId: String?
}

private struct TextBody: RequestBody {
  enum CodingKeys: CodingKey, CaseIterable { case text }
  var text: String
}

private struct FeedbackBody: RequestBody {
  enum CodingKeys: CodingKey, CaseIterable { case helpful }
  var helpful: Bool
}
