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
    for reference in references {
      #expect(reference.hasPrefix("#/components/schemas/"))
      #expect(schemas[String(reference.dropFirst("#/components/schemas/".count))] != nil)
    }
    for name in schemas.keys { #expect(references.contains("#/components/schemas/\(name)")) }
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
    ("/v1/churn", "ChurnList"), ("/v1/models", "Models"), ("/v1/nothing", "Problem"),
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

  /// Where a value differs from its schema; undeclared members count too.
  private func mismatches(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
    if let reference = schema["$ref"]?.string?.split(separator: "/").last {
      guard let target = document["components"]?["schemas"]?[String(reference)] else {
        return ["\(place): \(reference) is missing"]
      }
      return mismatches(value, target, at: place)
    }
    switch (schema["type"]?.string, value) {
    case ("object", .object(let members)):
      let properties = schema["properties"]?.members ?? [:]
      var found = (schema["required"]?.elements ?? []).compactMap(\.string)
        .filter { members[$0] == nil }.map { "\(place)/\($0) is missing" }
      for (name, member) in members {
        guard let property = properties[name] else {
          found.append("\(place)/\(name) is not declared")
          continue
        }
        found += mismatches(member, property, at: "\(place)/\(name)")
      }
      return found
    case ("array", .array(let elements)):
      return elements.flatMap { mismatches($0, schema["items"] ?? .null, at: place + "/0") }
    case ("string", .string(let text)):
      let allowed = schema["enum"]?.elements ?? []
      return allowed.isEmpty || allowed.contains(.string(text)) ? [] : ["\(place): \(text)"]
    case ("number", .number), ("boolean", .bool): return []
    case ("integer", .number(let number)):
      return number.rounded() == number ? [] : ["\(place): \(number)"]
    case (nil, _): return []
    default: return ["\(place): \(value) is no \(schema["type"]?.string ?? "")"]
    }
  }
}
