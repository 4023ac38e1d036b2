import HTTPServer

/// The description of the API that `/openapi.json` serves.
///
/// - Source: OpenAPI Specification 3.1.0.
struct OpenAPIDocument {
  let endpoints: [Endpoint]
  let schemas: [(name: String, schema: Schema)]
  let version: String

  var json: [UInt8] {
    let document = JSONValue.object([
      ("openapi", .string("3.1.0")),
      (
        "info",
        .object([
          ("title", .string("Rapport")), ("version", .string(version)),
          (
            "description",
            .string(
              "Recommendations, churn scores and support answers for one shop. Errors are "
                + "application/problem+json (RFC 9457) with a stable code.")
          ),
          ("license", .object([("name", .string("MIT")), ("identifier", .string("MIT"))])),
        ])
      ),
      ("paths", .object(paths)),
      (
        "components",
        .object([("schemas", .object(schemas.map { ($0.name, Self.value($0.schema)) }))])
      ),
    ])
    return Array(document.text.utf8)
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

  private func operation(_ endpoint: Endpoint) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("summary", .string(endpoint.summary)),
      ("operationId", .string(Self.operationID(endpoint))),
    ]
    if !endpoint.parameters.isEmpty {
      members.append(
        (
          "parameters",
          .array(
            endpoint.parameters.map { parameter in
              .object([
                ("name", .string(parameter.name)), ("in", .string(parameter.place.rawValue)),
                ("required", .boolean(parameter.place == .path)),
                ("description", .string(parameter.text)),
                ("schema", Self.value(parameter.schema)),
              ])
            })
        ))
    }
    if let body = endpoint.body {
      let types = ["application/json"] + body.otherTypes
      members.append(
        (
          "requestBody",
          .object([
            ("required", .boolean(true)),
            (
              "content",
              .object(types.map { ($0, .object([("schema", Self.value(body.schema))])) })
            ),
          ])
        ))
    }
    members.append(("responses", .object(responses(endpoint))))
    return .object(members)
  }

  private func responses(_ endpoint: Endpoint) -> [(String, JSONValue)] {
    var responses: [(String, JSONValue)] = [
      (
        String(endpoint.success.rawValue),
        .object([
          ("description", .string(endpoint.success.reason)),
          (
            "content",
            .object([
              (endpoint.responseType, .object([("schema", Self.value(endpoint.response))]))
            ])
          ),
        ])
      )
    ]
    var statuses = endpoint.problems
    if !endpoint.parameters.isEmpty || endpoint.body != nil { statuses.append(.badRequest) }
    if endpoint.body != nil { statuses += [.contentTooLarge, .unsupportedMediaType] }
    statuses += [.internalServerError, .serviceUnavailable]
    for code in Set(statuses.map(\.rawValue)).sorted() {
      responses.append(
        (
          String(code),
          .object([
            ("description", .string(Status(rawValue: code).reason)),
            (
              "content",
              .object([
                (
                  endpoint.isRasa ? "application/json" : "application/problem+json",
                  .object([
                    (
                      "schema",
                      Self.value(.reference(endpoint.isRasa ? "RasaError" : "Problem"))
                    )
                  ])
                )
              ])
            ),
          ])
        ))
    }
    return responses
  }

  /// `get_v1_customers_id_churn`: stable as long as the route is.
  private static func operationID(_ endpoint: Endpoint) -> String {
    let words = endpoint.template.split { !$0.isLetter && !$0.isNumber }
    return ([endpoint.method.rawValue.lowercased()] + words.map(String.init))
      .joined(separator: "_")
  }

  static func value(_ schema: Schema) -> JSONValue {
    switch schema {
    case .string(let text, let values, let length, let pattern):
      var members: [(String, JSONValue)] = [("type", .string("string"))]
      if !text.isEmpty { members.append(("description", .string(text))) }
      if !values.isEmpty { members.append(("enum", .array(values.map { .string($0) }))) }
      if let length {
        members.append(("minLength", .integer(length.lowerBound)))
        members.append(("maxLength", .integer(length.upperBound)))
      }
      if let pattern { members.append(("pattern", .string(pattern))) }
      return .object(members)
    case .integer(let minimum, let maximum):
      var members: [(String, JSONValue)] = [("type", .string("integer"))]
      if let minimum { members.append(("minimum", .integer(minimum))) }
      if let maximum { members.append(("maximum", .integer(maximum))) }
      return .object(members)
    case .number: return .object([("type", .string("number"))])
    case .numberIn(let range):
      return .object([
        ("type", .string("number")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)),
      ])
    case .boolean: return .object([("type", .string("boolean"))])
    case .array(let element, let least):
      var members: [(String, JSONValue)] = [
        ("type", .string("array")), ("items", value(element)),
      ]
      if least > 0 { members.append(("minItems", .integer(least))) }
      return .object(members)
    case .object(let properties): return object(properties, isClosed: false)
    case .closedObject(let properties): return object(properties, isClosed: true)
    case .oneOf(let choices): return .object([("oneOf", .array(choices.map(value)))])
    case .reference(let name):
      return .object([("$ref", .string("#/components/schemas/\(name)"))])
    case .any: return .object([])
    }
  }

  private static func object(
    _ properties: [(name: String, schema: Schema, isRequired: Bool)], isClosed: Bool
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("object")),
      ("properties", .object(properties.map { ($0.name, value($0.schema)) })),
    ]
    let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    if isClosed { members.append(("additionalProperties", .boolean(false))) }
    return .object(members)
  }
}
