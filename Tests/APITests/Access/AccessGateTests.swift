import Domain
import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

@Suite struct AccessGateTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.create(at: directory.database) }

  private func api(_ policy: AccessPolicy) -> RapportAPI {
    RapportAPI(rapport: rapport, version: "1", access: policy)
  }

  private func key(_ scopes: AccessScope...) throws -> String {
    try #require(try rapport.createKey(named: "test", scopes: Set(scopes)).key)
  }

  /// The status of a refusal; nil where the gate admits.
  private func status(
    _ api: RapportAPI, _ endpoint: Endpoint, key: String?, method: HTTPServer.Method? = nil
  ) throws -> Int? {
    var headers: HeaderFields = [:]
    headers["Authorization"] = key.map { "Bearer \($0)" }
    let request = try Request(method ?? endpoint.method, "/", headers: headers)
    guard case .refuse(let response) = api.gate.admit(request, template: endpoint.template) else {
      return nil
    }
    return response.status.rawValue
  }

  @Test func `each route takes keys of its scope and no others`() throws {
    let api = api(AccessPolicy(requiresKey: true))
    let keys = try AccessScope.allCases.map { (scope: $0, token: try key($0)) }
    for endpoint in api.endpoints {
      let name = "\(endpoint.method) \(endpoint.template)"
      #expect(try status(api, endpoint, key: nil) == (endpoint.scope == nil ? nil : 401), "\(name)")
      for key in keys {
        let isAllowed = endpoint.scope == nil || endpoint.scope == key.scope
        let found = try status(api, endpoint, key: key.token)
        #expect(found == (isAllowed ? nil : 403), "\(name) with \(key.scope)")
      }
    }
  }

  @Test func `only what says nothing of the shop is open`() throws {
    let open = api(AccessPolicy()).endpoints.filter { $0.scope == nil }.map(\.template)
    #expect(open.sorted() == ["/healthz", "/openapi.json", "/readyz", "/webhooks/rest/"])
  }

  @Test func `HEAD needs what GET needs, and OPTIONS needs nothing`() throws {
    let api = api(AccessPolicy(requiresKey: true))
    let churn = try #require(api.endpoints.first { $0.template == "/v1/churn" })
    let reader = try key(.read)
    let writer = try key(.write)
    #expect(try status(api, churn, key: reader, method: .head) == nil)
    #expect(try status(api, churn, key: writer, method: .head) == 403)
    #expect(try status(api, churn, key: nil, method: .options) == nil)
  }

  @Test func `a stranger does not learn which routes there are`() throws {
    let api = api(AccessPolicy(requiresKey: true))
    let request = try Request(.get, "/v1/nothing")
    guard case .refuse(let response) = api.gate.admit(request, template: nil) else {
      Issue.record("admitted")
      return
    }
    #expect(response.status == .unauthorized)
    #expect(response.headers["WWW-Authenticate"] == "Bearer realm=\"rapport\"")
  }

  @Test(arguments: [
    "Bearer", "Bearer ", "Bearer x", "Basic KEY", "KEY", "Bearer KEY x", "Bearer KEYx", "Bearer k.",
    "Bearer rapport_k1.2", "bearer  ", "Token KEY",
  ])
  func `what is no valid key is refused alike`(_ field: String) throws {
    let api = api(AccessPolicy(requiresKey: true))
    let token = try key(.read)
    let field = field == "Basic KEY" ? "Basic \(token)" : field.replacing("KEY", with: token)
    let request = try Request(.get, "/v1/churn", headers: ["Authorization": field])
    guard case .refuse(let response) = api.gate.admit(request, template: "/v1/churn") else {
      Issue.record("admitted \(field)")
      return
    }
    #expect(response.status == .unauthorized)
    #expect(response.headers["Content-Type"] == "application/problem+json")
  }

  @Test func `a key is refused once it is revoked or has expired`() throws {
    let made = try rapport.createKey(
      named: "short", scopes: [.read], expiresAt: Timestamp(seconds: 4_000_000_000))
    let token = try #require(made.key)
    #expect(try rapport.scopes(ofKey: token)?.contains(.read) == true)
    let later = Rapport(store: rapport.store) { Timestamp(seconds: 4_000_000_000) }
    #expect(try later.scopes(ofKey: token)?.contains(.read) != true)
    try rapport.revokeKey(made.id)
    #expect(try rapport.scopes(ofKey: token)?.contains(.read) != true)
  }

  @Test func `where no key is needed a wrong one changes nothing`() throws {
    let api = api(AccessPolicy())
    for endpoint in api.endpoints {
      #expect(try status(api, endpoint, key: nil) == nil)
      #expect(try status(api, endpoint, key: "rapport_k.x") == nil)
    }
  }

  @Test func `too many requests are told to wait, each key and address for itself`() throws {
    let api = api(AccessPolicy(requiresKey: true, requestsPerSecond: 1))
    let gate = api.gate
    func ask(_ token: String?, from address: String) throws -> Response? {
      var headers: HeaderFields = [:]
      headers["Authorization"] = token.map { "Bearer \($0)" }
      let request = try Request(
        .get, "/v1/churn", headers: headers, remoteAddress: address)
      guard case .refuse(let response) = gate.admit(request, template: "/v1/churn") else {
        return nil
      }
      return response
    }
    let first = try key(.read)
    let second = try key(.read)
    for _ in 0..<AccessPolicy.burstSeconds { #expect(try ask(first, from: "10.0.0.1") == nil) }
    let refused = try #require(try ask(first, from: "10.0.0.2"))
    #expect(refused.status == .tooManyRequests)
    #expect(refused.headers["Retry-After"] == "1")
    #expect(refused.headers["RateLimit-Policy"] == "\"default\";q=10;w=10")
    #expect(refused.headers["RateLimit"]?.hasPrefix("\"default\";r=0;t=1") == true)
    #expect(try ask(second, from: "10.0.0.1") == nil)
    // Guesses are counted by address, and stopped before they are looked at.
    for _ in 0..<AccessPolicy.burstSeconds {
      #expect(try ask("rapport_k.x", from: "10.0.0.9")?.status == .unauthorized)
    }
    #expect(try ask("rapport_k.x", from: "10.0.0.9")?.status == .tooManyRequests)
    #expect(try ask("rapport_k.x", from: "10.0.0.8")?.status == .unauthorized)
  }

  @Test func `Rasa's routes refuse in Rasa's shape`() throws {
    let request = try Request(.post, "/webhooks/rest/webhook")
    let gate = api(AccessPolicy(requiresKey: true)).gate
    guard case .refuse(let response) = gate.admit(request, template: "/webhooks/rest/webhook")
    else {
      Issue.record("admitted")
      return
    }
    #expect(response.status == .unauthorized)
    #expect(String(decoding: response.body, as: UTF8.self).contains("\"NotAuthenticated\""))
  }
}
