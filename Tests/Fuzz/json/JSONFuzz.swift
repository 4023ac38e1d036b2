import API
import FuzzShop
import FuzzSupport
import HTTPServer
import Service
import Storage

/// Every route of the API with made-up bodies and queries: each gets an answer, and none
/// is an internal error.
///
/// The shop is read only, so that no input sees another's.
@main
enum JSONFuzz {
  /// The path of a request is this, or for an empty one what the input says.
  private static let posts = [
    "/v1/interactions", "/v1/recommendations", "/v1/recommendations/events",
    "/v1/bot/messages", "/v1/bot/parse", "/v1/bot/messages/m1/feedback",
    "/v1/bot/conversations/c1/resolve", "/model/parse", "/webhooks/rest/webhook", "",
  ]
  private static let types = [
    "application/json", "application/x-ndjson", "application/json; charset=utf-8", "text/plain",
    nil,
  ]

  static func main() {
    let path = FuzzShop.path("json")
    FuzzShop.create(at: path).close()
    let rapport: Rapport
    do {
      rapport = try Rapport(opening: path, access: .readOnly)
      _ = try rapport.warmUp()
    } catch {
      fail("\(error)")
    }
    let api = RapportAPI(rapport: rapport, version: "1")
    let responder = Responder(router: api.router)
    Fuzzer.run { input in
      let path = input.choice(of: posts)
      let type = input.choice(of: types)
      var headers: HeaderFields = ["X-Request-Id": "fuzz"]
      headers["Content-Type"] = type
      let request =
        path.isEmpty
        ? try? Request(.get, String(decoding: input.rest, as: UTF8.self), headers: headers)
        : try? Request(.post, path, headers: headers, body: Array(input.rest))
      guard let request else { return }
      check(responder.respond(to: request), of: request)
    }
  }

  private static func check(_ answer: Responder.Answer, of request: Request) {
    guard let failure = answer.failure else { return }
    // What could not be stored is the only failure there may be.
    require(
      failure.contains("opened for reading only"), "\(request.method) \(request.path): \(failure)")
  }
}
