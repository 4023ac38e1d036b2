import HTTPServer
import Service

extension RapportAPI {
  /// The routes by which chat widgets and channels talk to Rasa.
  var rasaRoutes: [Endpoint] { rasaModelRoutes + rasaChannelRoutes }

  /// The server and its model, as Rasa tells of them.
  private var rasaModelRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/", summary: "Whether something answers, as Rasa says it",
        scope: .read,
        response: .string(), responseType: "text/plain", isForBrowsers: true, isRasa: true
      ) { _ in .text("Hello from Rapport: \(version)") },
      Endpoint(
        method: .get, template: "/version", summary: "The version, as Rasa tells its own",
        scope: .read,
        response: .object([
          ("version", .string(), true), ("minimum_compatible_version", .string(), true),
        ]), isForBrowsers: true, isRasa: true
      ) { _ in
        try Self.json(["version": version, "minimum_compatible_version": version])
      },
      Endpoint(
        method: .get, template: "/status", summary: "The bot's model, as Rasa tells its own",
        scope: .read,
        response: .object([
          ("model_file", .string(), true), ("model_id", .string(), true),
          ("num_active_training_jobs", .integer(), true),
        ]), problems: [.conflict], isRasa: true
      ) { _ in
        let name = try rapport.supportModelName()
        return try Self.json(
          ModelStatus(modelFile: name, modelId: name, numActiveTrainingJobs: 0))
      },
      Endpoint(
        method: .post, template: "/model/parse",
        summary: "What a text is about, in Rasa's shape; nothing is kept", scope: .read,
        body: Endpoint.Body(schema: RasaTextBody.schema), response: .reference("RasaParse"),
        problems: [.conflict], isForBrowsers: true, isRasa: true
      ) { request in
        let body = try BodyReader.decode(lenient: RasaTextBody.self, from: request)
        try Self.checkLength(body.text, field: "text")
        return try Self.json(
          RasaParse(
            rapport.ask(body.text), messageID: body.messageId,
            tokens: rapport.textTokens(body.text)))
      },
    ]
  }

  /// The channel of chat widgets.
  private var rasaChannelRoutes: [Endpoint] {
    let status = Schema.object([("status", .string(), true)])
    return [
      Endpoint(
        method: .get, template: "/webhooks/rest/", summary: "Whether the channel is there",
        scope: nil,
        response: status, isForBrowsers: true, isRasa: true
      ) { _ in try Self.json(["status": "ok"]) },
      Endpoint(
        method: .get, template: "/webhooks/rest/webhook",
        summary: "Whether the channel takes messages", scope: .read, response: status,
        isForBrowsers: true,
        isRasa: true
      ) { _ in try Self.json(["status": "ok"]) },
      Endpoint(
        method: .post, template: "/webhooks/rest/webhook",
        summary: "Answer a message of a chat widget, in Rasa's shape", scope: .write,
        body: Endpoint.Body(schema: RasaMessageBody.schema),
        response: .array(.reference("RasaReply")),
        problems: [.unauthorized, .notFound, .conflict], isForBrowsers: true, isRasa: true,
        handler: takeMessage),
    ]
  }

  private struct ModelStatus: Encodable {
    var modelFile: String
    var modelId: String
    var numActiveTrainingJobs: Int
  }

  /// One message of a channel.
  ///
  /// A sender's name is chosen by whoever sends, so it opens no record: a customer's
  /// own data is used only where `metadata.customer_id` comes with an API key.
  @Sendable private func takeMessage(_ request: Request) throws -> Response {
    let body = try BodyReader.decode(lenient: RasaMessageBody.self, from: request)
    let text = try Self.checkedText(body.message, field: "message")
    if let sender = body.sender { try BodyReader.checkIdentifier(sender, pointer: "/sender") }
    if let id = body.metadata?.customerId {
      try BodyReader.checkIdentifier(id, pointer: "/metadata/customer_id")
      try authenticate(request)
    }
    let answer = try rapport.converse(
      text,
      at: ConversationPlace(customer: body.metadata?.customerId, sender: body.sender))
    let words = answer.reply ?? ""
    guard !words.isEmpty else { return .json(Array("[]".utf8)) }
    let buttons = answer.buttons ?? []
    return try Self.json([
      RasaReply(
        recipientId: body.sender ?? "default", text: words,
        buttons: buttons.isEmpty ? nil : buttons, intent: answer.intent,
        confidence: answer.confidence, action: answer.action,
        messageId: answer.messageId ?? "")
    ])
  }

  /// - Throws: 401 where the request has no valid API key, 403 where its key may not read.
  private func authenticate(_ request: Request) throws {
    guard let scopes = try AccessGate.token(of: request).flatMap({ try rapport.scopes(ofKey: $0) })
    else {
      throw Problem(
        .unauthorized, code: "not_authenticated",
        detail: "metadata.customer_id needs an API key with the scope read: send Authorization: "
          + "Bearer KEY, made with 'rapport keys create'", pointer: "/metadata/customer_id")
    }
    guard scopes.contains(.read) else {
      throw Problem(
        .forbidden, code: "insufficient_scope",
        detail: "metadata.customer_id needs an API key with the scope read",
        pointer: "/metadata/customer_id")
    }
  }

  private static func checkLength(_ text: String, field: String) throws(Problem) {
    // Rasa takes an empty text and finds nothing in it.
    guard !text.isEmpty else { return }
    _ = try checkedText(text, field: field)
  }
}
