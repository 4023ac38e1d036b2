import FoundationEssentials
import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

/// The API over a small trained shop, asked without a socket.
struct Client {
  let directory = TemporaryDirectory()
  let rapport: Rapport
  let responder: Responder

  init(isTrained: Bool = true, origins: [String] = []) throws {
    rapport =
      try isTrained
      ? SampleShop.openTrained(at: directory.database)
      : SampleShop.create(at: directory.database)
    let api = RapportAPI(
      rapport: rapport, version: "1", crossOrigin: CrossOrigin(origins: origins))
    responder = Responder(router: api.router, renderError: api.renderError)
  }

  struct Reply {
    var status: Int
    var type: String?
    var headers: HeaderFields
    var body: [UInt8]

    func decoded<T: Decodable>(_ type: T.Type = T.self) throws -> T {
      try JSONText.decoder.decode(type, from: Data(body))
    }

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  func send(
    _ method: Method, _ target: String, _ body: String = "", type: String? = nil,
    fields: [String: String] = [:]
  ) throws -> Reply {
    try send(method, target, bytes: Array(body.utf8), type: type, fields: fields)
  }

  func send(
    _ method: Method, _ target: String, bytes: [UInt8], type: String? = nil,
    fields: [String: String] = [:]
  ) throws -> Reply {
    var headers: HeaderFields = ["X-Request-Id": "test-1"]
    headers["Content-Type"] = type
    for (name, value) in fields { headers[name] = value }
    let request = try Request(method, target, headers: headers, body: bytes)
    let response = responder.respond(to: request).response
    return Reply(
      status: response.status.rawValue, type: response.headers["Content-Type"],
      headers: response.headers, body: response.body)
  }

  func get(_ target: String) throws -> Reply { try send(.get, target) }

  func post(_ target: String, _ body: String, type: String? = "application/json") throws -> Reply {
    try send(.post, target, body, type: type)
  }
}

struct ProblemBody: Decodable {
  var type: String
  var title: String
  var status: Int
  var detail: String
  var code: String
  var pointer: String?
  var requestId: String?
}

/// Checks that a reply is a problem in the form that all of them have.
@discardableResult
func expectProblem(
  _ reply: Client.Reply, _ status: Int, _ code: String, pointer: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> ProblemBody {
  #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
  #expect(reply.type == "application/problem+json", sourceLocation: sourceLocation)
  let problem = try reply.decoded(ProblemBody.self)
  #expect(problem.status == status, sourceLocation: sourceLocation)
  #expect(problem.code == code, "\(problem)", sourceLocation: sourceLocation)
  #expect(problem.pointer == pointer, "\(problem)", sourceLocation: sourceLocation)
  #expect(problem.requestId == "test-1", sourceLocation: sourceLocation)
  #expect(problem.type == "about:blank", sourceLocation: sourceLocation)
  #expect(!problem.title.isEmpty && !problem.detail.isEmpty, sourceLocation: sourceLocation)
  return problem
}
