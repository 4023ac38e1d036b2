import HTTPServer
import TestSupport
import Testing

@testable import API

/// Every JSON body of every route against the schema that the document gives of it.
@Suite struct BodySchemaTests {
  private struct Route {
    var method: HTTPServer.Method
    var path: String
    var type: String
    /// Of one object, references followed.
    var schema: JSON
  }

  private let client: Client
  private let routes: [Route]

  init() throws {
    client = try Client()
    let document = try JSON(parsing: client.get("/openapi.json").text)
    let api = RapportAPI(rapport: client.rapport, version: "1")
    routes = try api.endpoints.compactMap { endpoint in
      // Rasa passes over what it does not know.
      guard let body = endpoint.body, !endpoint.isRasa else { return nil }
      let operation = document["paths"]?[endpoint.template]?[
        endpoint.method.rawValue.lowercased()]
      let type = try #require(body.types.first)
      let schema = try #require(operation?["requestBody"]?["content"]?[type]?["schema"])
      return Route(
        method: endpoint.method, path: Self.path(of: endpoint), type: type,
        schema: try Self.object(schema, document))
    }
  }

  /// The schema of one object: that of a reference, or of the first of several.
  private static func object(_ schema: JSON, _ document: JSON) throws -> JSON {
    if let name = schema["$ref"]?.string?.split(separator: "/").last {
      return try object(try #require(document["components"]?["schemas"]?[String(name)]), document)
    }
    guard let first = schema["oneOf"]?[0] else { return schema }
    return try object(first, document)
  }

  private static func path(of endpoint: Endpoint) -> String {
    var path = endpoint.template
    for parameter in endpoint.parameters where parameter.place == .path {
      var value = parameter.example.map { String($0.filter { $0 != "\"" }) } ?? "recommender"
      if case .string(_, let values, _, _, _) = parameter.schema, let first = values.first {
        value = first
      }
      path = path.replacing("{\(parameter.name)}", with: value)
    }
    return path
  }

  private func send(_ body: String, _ route: Route) throws -> Client.Reply {
    try client.send(route.method, route.path, body, type: route.type)
  }

  @Test func `all bodies are looked at`() {
    let paths = Set(routes.map { "\($0.method.rawValue) \($0.path)" })
    for path in [
      "POST /v1/interactions", "POST /v1/customers", "POST /v1/products", "POST /v1/faq",
      "PATCH /v1/customers/17850", "PATCH /v1/products/85123A", "POST /v1/rules",
      "POST /v1/training", "POST /v1/recommendations", "POST /v1/recommendations/events",
      "POST /v1/bot/messages", "POST /v1/bot/parse",
    ] { #expect(paths.contains(path), "\(paths.sorted())") }
    #expect(paths.contains { $0.hasPrefix("PUT /v1/settings/") })
  }

  @Test func `the fields taken are those of the document`() throws {
    for route in routes {
      let problem = try send(#"{"x":1}"#, route).decoded(ProblemBody.self)
      #expect(problem.code == "unknown_field" && problem.pointer == "/x", "\(route.path)")
      let taken = problem.detail.split(separator: "there are ").last?.split(separator: ", ")
      let described = try #require(route.schema["properties"]).members.keys.sorted()
      #expect(taken.map { $0.map(String.init).sorted() } == described, "\(route.path)")
      #expect(route.schema["additionalProperties"] == .bool(false), "\(route.path)")
    }
  }

  /// A value that a schema allows.
  private func sample(_ schema: JSON) -> String {
    if let word = schema["enum"]?[0]?.string { return "\"\(word)\"" }
    if let choice = schema["oneOf"]?[0] ?? schema["anyOf"]?[0] { return sample(choice) }
    return switch schema["type"]?.string {
    case "string": "\"p01\""
    case "boolean": "true"
    case "array": "[\(sample(schema["items"] ?? .null))]"
    case "object": "{}"
    default: "1"
    }
  }

  @Test func `a value of the wrong type is refused at its field`() throws {
    for route in routes {
      let required = (route.schema["required"]?.elements ?? []).compactMap(\.string)
      for (name, schema) in route.schema["properties"]?.members ?? [:] {
        let others = required.filter { $0 != name }.map { other in
          "\"\(other)\":\(sample(route.schema["properties"]?[other] ?? .null))"
        }
        // No field is an array of arrays.
        let body = "{\((others + ["\"\(name)\":[[]]"]).joined(separator: ","))}"
        let reply = try send(body, route)
        #expect(reply.status == 400, "\(route.path) \(body): \(reply.text)")
        let problem = try reply.decoded(ProblemBody.self)
        #expect(
          problem.pointer == "/\(name)" || problem.pointer == "/\(name)/0",
          "\(route.path) \(body): \(reply.text)")
        #expect(problem.detail.hasPrefix("\(name) must be "), "\(reply.text)")
        #expect(schema != .null)
      }
    }
  }

  @Test func `a field that must be there is missed`() throws {
    for route in routes {
      let required = (route.schema["required"]?.elements ?? []).compactMap(\.string)
      guard !required.isEmpty else { continue }
      let problem = try expectProblem(
        send("{}", route), 400, "missing_field",
        pointer: try send("{}", route).decoded(ProblemBody.self).pointer)
      #expect(required.map { "/\($0)" }.contains(problem.pointer ?? ""), "\(route.path)")
    }
  }
}
