import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

extension JSON {
  /// Every value of `$ref` in it.
  fileprivate var references: [String] {
    switch self {
    case .array(let elements): elements.flatMap(\.references)
    case .object(let members):
      members.flatMap { $0 == "$ref" ? [$1.string ?? ""] : $1.references }
    default: []
    }
  }
}

@Suite struct OpenAPITests {
  private let client: Client
  private let document: JSON

  init() throws {
    client = try Client()
    document = try JSON(parsing: client.get("/openapi.json").text)
  }

  @Test func `it lists exactly the routes that answer`() throws {
    var listed: Set<String> = []
    for (path, operations) in try #require(document["paths"]).members {
      for method in operations.members.keys { listed.insert("\(method.uppercased()) \(path)") }
    }
    let routes = client.responder.router.routes.map { "\($0.method.rawValue) \($0.template)" }
    #expect(listed == Set(routes))
    #expect(listed.count == routes.count)
    #expect(document["openapi"] == .string("3.1.0"))
  }

  @Test func `every reference leads to a schema and every schema is used`() throws {
    let schemas = try #require(document["components"]?["schemas"]).members
    let references = document.references
    let headers = try #require(document["components"]?["headers"]).members
    let known = Set(
      schemas.keys.map { "#/components/schemas/\($0)" }
        + headers.keys.map { "#/components/headers/\($0)" })
    #expect(Set(references) == known)
  }

  @Test func `operation ids are unique and path parameters are declared`() throws {
    var ids: [String] = []
    for (path, operations) in try #require(document["paths"]).members {
      for operation in operations.members.values {
        ids.append(try #require(operation["operationId"]?.string))
        let declared = (operation["parameters"]?.elements ?? [])
          .filter { $0["in"] == .string("path") }.compactMap { $0["name"]?.string }
        let used = path.split(separator: "/").filter { $0.hasPrefix("{") }
          .map { String($0.dropFirst().dropLast()) }
        #expect(declared == used, "\(path)")
      }
    }
    #expect(Set(ids).count == ids.count)
  }

  @Test(arguments: [
    ("/v1/customers/k02/recommendations?explain=1", "Recommendations"),
    ("/v1/customers/nobody/recommendations", "Recommendations"),
    ("/v1/products/p11/similar", "Recommendations"), ("/v1/customers/k02/churn", "Churn"),
    ("/v1/churn?limit=2", "ChurnList"), ("/v1/models", "Models"), ("/v1/nothing", "Problem"),
    ("/v1/customers?limit=2", "Customers"), ("/v1/products?limit=2", "Products"),
    ("/v1/customers/k02", "Customer"), ("/v1/products/p11", "Product"),
    ("/v1/customers/k02/interactions?limit=2", "Interactions"),
  ])
  func `answers have the shape that is promised`(target: String, schema: String) throws {
    let value = try JSON(parsing: client.get(target).text)
    let problems = try mismatches(
      value, #require(document["components"]?["schemas"]?[schema]), at: target)
    #expect(problems == [])
  }

  @Test func `replies of the bot have the shape that is promised`() throws {
    let reply = try client.post(
      "/v1/bot/messages", #"{"text":"Where is my parcel?","customer_id":"k02"}"#)
    let value = try JSON(parsing: reply.text)
    let schema = try #require(document["components"]?["schemas"]?["SupportReply"])
    #expect(mismatches(value, schema, at: "reply") == [])
  }

  @Test func `what chat channels get has the shape that is promised`() throws {
    let schemas = try #require(document["components"]?["schemas"])
    for (target, body, name) in [
      ("/model/parse", #"{"text":"Where is my parcel?"}"#, "RasaParse"),
      ("/model/parse", #"{"text":"zxqv"}"#, "RasaParse"), ("/model/parse", "{}", "RasaError"),
      ("/webhooks/rest/webhook", #"{"sender":"a"}"#, "RasaError"),
    ] {
      let value = try JSON(parsing: client.post(target, body).text)
      #expect(mismatches(value, try #require(schemas[name]), at: target) == [])
    }
    let replies = try JSON(
      parsing: client.post("/webhooks/rest/webhook", #"{"sender":"a","message":"zxqv"}"#).text)
    #expect(
      mismatches(try #require(replies[0]), try #require(schemas["RasaReply"]), at: "reply") == [])
    _ = try client.post("/v1/bot/messages", #"{"text":"are you open","customer_id":"k02"}"#)
    for (target, name) in [
      ("/v1/customers/k02/conversations", "Conversations"),
      ("/v1/support/stats?since=2026-01-01", "SupportStatistics"),
    ] {
      let value = try JSON(parsing: client.get(target).text)
      #expect(mismatches(value, try #require(schemas[name]), at: target) == [])
    }
  }

  @Test func `every example has the shape of its schema`() throws {
    var count = 0
    for (path, operations) in try #require(document["paths"]).members {
      for (method, operation) in operations.members {
        var contents = [operation["requestBody"]?["content"]].compactMap(\.self)
        contents += (operation["responses"]?.members ?? [:]).values.compactMap { $0["content"] }
        for media in contents.flatMap(\.members.values) {
          guard let example = media["example"], let schema = media["schema"] else { continue }
          #expect(mismatches(example, schema, at: "\(method) \(path)") == [])
          count += 1
        }
        for parameter in operation["parameters"]?.elements ?? [] {
          guard let example = parameter["example"], let schema = parameter["schema"] else {
            continue
          }
          #expect(mismatches(example, schema, at: "\(method) \(path)") == [])
        }
      }
    }
    #expect(count > 200)
  }

  @Test func `what a route asks for and may answer is described`() throws {
    let endpoints = RapportAPI(rapport: client.rapport, version: "1").endpoints
    for endpoint in endpoints {
      let operation = try #require(
        document["paths"]?[endpoint.template]?[endpoint.method.rawValue.lowercased()])
      let scopes = endpoint.scope.map { [JSON.object(["key": .array([.string($0.rawValue)])])] }
      #expect(operation["security"] == .array(scopes ?? []), "\(endpoint.template)")
      let responses = try #require(operation["responses"]).members
      #expect(responses["\(endpoint.success.rawValue)"] != nil)
      for status in endpoint.problems { #expect(responses["\(status.rawValue)"] != nil) }
      #expect((responses["401"] != nil) == (endpoint.scope != nil), "\(endpoint.template)")
      #expect((responses["415"] != nil) == (endpoint.body != nil), "\(endpoint.template)")
      #expect((operation["requestBody"] != nil) == (endpoint.body != nil))
    }
  }

  @Test func `the document has a tag of its own`() throws {
    let reply = try client.get("/openapi.json")
    let tag = try #require(reply.headers["ETag"])
    let again = try client.send(.get, "/openapi.json", fields: ["If-None-Match": "W/\(tag)"])
    #expect(again.status == 304)
    #expect(again.body.isEmpty)
    #expect(again.headers["ETag"] == tag)
  }

  private func mismatches(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
    SchemaCheck(schemas: document["components"]?["schemas"] ?? .null)
      .mismatches(value, schema, at: place)
  }
}
