import HTTPServer
import Service

/// The description of the API that `/openapi.json` serves.
///
/// - Source: OpenAPI Specification 3.1.0.
struct OpenAPIDocument {
  let endpoints: [Endpoint]
  let schemas: [(name: String, schema: Schema)]
  let version: String

  var json: [UInt8] {
    let document = JSONValue.object([
      ("openapi", .string("3.1.0")), ("info", info),
      (
        "tags",
        .array(
          Self.tags.map {
            .object([("name", .string($0.name)), ("description", .string($0.text))])
          })
      ),
      ("paths", .object(paths)), ("components", components),
    ])
    return Array(document.text.utf8)
  }

  private var info: JSONValue {
    .object([
      ("title", .string("Rapport")), ("version", .string(version)),
      (
        "description",
        .string(
          "Recommendations, churn scores and support answers for one shop. Errors are "
            + "application/problem+json (RFC 9457) with a stable code. Times are RFC 3339. "
            + "JSON may be nested 32 deep, with texts of 64 KiB, arrays of 10,000 elements and "
            + "numbers of 32 characters.")
      ),
      ("license", .object([("name", .string("MIT")), ("identifier", .string("MIT"))])),
    ])
  }

  private var components: JSONValue {
    .object([
      ("schemas", .object(schemas.map { ($0.name, Self.value($0.schema)) })),
      ("headers", .object(OpenAPIHeaders.all.map { ($0.name, $0.value) })),
      (
        "securitySchemes",
        .object([
          (
            "key",
            .object([
              ("type", .string("http")), ("scheme", .string("bearer")),
              (
                "description",
                .string(
                  "A key made with 'rapport keys create --scope …'. Keys have the scopes "
                    + AccessScope.allCases.map(\.rawValue).joined(separator: ", ")
                    + "; the one an operation needs is named with it. On the loopback address "
                    + "none is asked for unless the server was started with --require-key.")
              ),
            ])
          )
        ])
      ),
    ])
  }

  private var paths: [(String, JSONValue)] {
    var order: [String] = []
    var operations: [String: [(String, JSONValue)]] = [:]
    for endpoint in endpoints {
      if operations[endpoint.template] == nil { order.append(endpoint.template) }
      operations[endpoint.template, default: []].append(
        (endpoint.method.rawValue.lowercased(), operation(endpoint)))
    }
    return order.map { ($0, .object(operations[$0] ?? [])) }
  }

  // MARK: - Operations

  private func operation(_ endpoint: Endpoint) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("tags", .array([.string(Self.tag(of: endpoint))])),
      ("summary", .string(endpoint.summary)),
    ]
    if !endpoint.text.isEmpty { members.append(("description", .string(endpoint.text))) }
    members.append(("operationId", .string(Self.operationID(endpoint))))
    if !endpoint.parameters.isEmpty {
      members.append(("parameters", .array(endpoint.parameters.map(parameter))))
    }
    if let body = endpoint.body { members.append(("requestBody", requestBody(body))) }
    members.append(("responses", .object(OpenAPIResponses(endpoint).all)))
    let scopes = endpoint.scope.map { scope in
      JSONValue.object([("key", .array([.string(scope.rawValue)]))])
    }
    members.append(("security", .array(scopes.map { [$0] } ?? [])))
    return .object(members)
  }

  private func parameter(_ parameter: Endpoint.Parameter) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(parameter.name)), ("in", .string(parameter.place.rawValue)),
      ("required", .boolean(parameter.place == .path)),
      ("description", .string(parameter.text)), ("schema", Self.value(parameter.schema)),
    ]
    if let example = parameter.example { members.append(("example", .text(example))) }
    return .object(members)
  }

  private func requestBody(_ body: Endpoint.Body) -> JSONValue {
    .object([
      ("required", .boolean(body.isRequired)),
      (
        "content",
        .object(
          body.types.map { type in
            let schema = type == Endpoint.Body.lines ? Self.lines(of: body.schema) : body.schema
            var members = [("schema", Self.value(schema))]
            if let example = body.example {
              let text = type == Endpoint.Body.lines ? "[\(example)]" : example
              members.append(("example", .text(text)))
            }
            return (type, .object(members))
          })
      ),
    ])
  }

  /// One or several of what a body may hold: lines have no limit.
  private static func lines(of schema: Schema) -> Schema {
    guard case .oneOf(let choices) = schema, let one = choices.first else { return schema }
    return .oneOf([one, .array(one, least: 1)])
  }

  // MARK: - Names

  private static let tags: [(name: String, text: String)] = [
    ("operations", "Health, figures for monitoring, this document"),
    ("records", "Customers, products, what happened and the bot's answers"),
    ("recommendations", "What to show, and rules about it"),
    ("churn", "Who is likely to leave, and what customers are worth"),
    ("support", "The support bot"), ("models", "Trained models"),
    ("rasa", "Routes as Rasa has them, for its chat widgets and channels"),
  ]

  private static func tag(of endpoint: Endpoint) -> String {
    if endpoint.isRasa { return "rasa" }
    let segments = endpoint.template.split(separator: "/").map(String.init)
    guard segments.first == "v1", segments.count > 1 else { return "operations" }
    switch segments.last {
    case "recommendations", "events", "similar", "trending", "popular", "new":
      return "recommendations"
    case "churn", "value": return "churn"
    case "conversations": return "support"
    default: break
    }
    switch segments[1] {
    case "bot", "support": return "support"
    case "models", "training": return "models"
    case "rules": return "recommendations"
    case "settings": return "operations"
    case "customers", "products", "interactions", "faq": return "records"
    default: preconditionFailure("say where \(endpoint.template) stands in the document")
    }
  }

  /// `get_v1_customers_id_churn`: stable as long as the route is.
  static func operationID(_ endpoint: Endpoint) -> String {
    let words = endpoint.template.split { !$0.isLetter && !$0.isNumber }
    return ([endpoint.method.rawValue.lowercased()] + words.map(String.init))
      .joined(separator: "_")
  }
}
