import Dispatch
import HTTPServer
import Synchronization
import Testing

@Suite(.serialized) struct GateTests {
  /// Lets requests with a key pass, and notes what it was asked.
  private final class Guard: Sendable {
    let asked = Mutex<[(String?, [String: String], Int)]>([])

    func admission(_ request: Request, _ template: String?) -> Admission {
      asked.withLock { $0.append((template, request.parameters, request.body.count)) }
      guard let key = request.headers["Authorization"] else {
        var response = Response.text("no key", status: .unauthorized)
        response.headers["WWW-Authenticate"] = "Bearer"
        return .refuse(response)
      }
      return .admit(keyID: key, headers: ["RateLimit": "\"default\";r=1"])
    }
  }

  private let doorman = Guard()

  private func fixture(
    _ configure: (inout ServerConfiguration) -> Void = { _ in },
    routes: (inout Router) -> Void = { _ in }
  ) throws -> Fixture {
    try Fixture(configure, admission: { [doorman] in doorman.admission($0, $1) }, routes: routes)
  }

  private static func post(_ length: Int, _ headers: String = "", to path: String = "/echo")
    -> String
  {
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\(headers)\r\n"
  }

  @Test func `an admitted request is answered with the gate's fields and recorded with its key`()
    throws
  {
    let fixture = try fixture()
    let client = try fixture.client()
    let reply = try client.get("/hello/x", "Authorization: k1\r\n")
    #expect(reply.body == "hello x")
    #expect(reply.headers["ratelimit"] == "\"default\";r=1")
    let missing = try client.get("/nowhere", "Authorization: k2\r\n")
    #expect(missing.status == 404)
    #expect(missing.headers["ratelimit"] == "\"default\";r=1")
    #expect(fixture.finish().map(\.keyID) == ["k1", "k2"])
    let asked = doorman.asked.withLock { $0 }
    #expect(asked.map(\.0) == ["/hello/{name}", nil])
    #expect(asked.map(\.1) == [["name": "x"], [:]])
  }

  @Test func `a small body of a refused request is thrown away and the connection kept`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send(Self.post(5) + "GET /")
    let refusal = try client.reply()
    #expect(refusal.status == 401)
    #expect(refusal.headers["www-authenticate"] == "Bearer")
    #expect(refusal.headers["connection"] == "keep-alive")
    // The five bytes of its body come after the answer.
    client.send("GET /hello/y HTTP/1.1\r\nHost: a\r\nAuthorization: k\r\n\r\n")
    #expect(try client.reply().body == "hello y")
    #expect(doorman.asked.withLock { $0.map(\.2) } == [0, 0])
  }

  @Test(arguments: [
    "Content-Length: 65537\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n",
    "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
  ])
  func `a refused request whose body is long, or held back, ends the connection`(
    fields: String
  ) throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + fields)
    let refusal = try client.reply()
    #expect(refusal.status == 401)
    #expect(refusal.headers["connection"] == "close")
    #expect(try client.isClosedByServer())
  }

  @Test func `100 Continue waits for the gate and the route's limit`() throws {
    let fixture = try fixture(routes: { router in
      router.add(.post, "/short", options: RouteOptions(bodyLimit: 3)) { .text("\($0.body.count)") }
    })
    let expect = "Authorization: k\r\nExpect: 100-continue\r\n"
    let client = try fixture.client()
    client.send(Self.post(3, expect, to: "/short"))
    #expect(try client.reply().status == 100)
    client.send("abc")
    #expect(try client.reply().body == "3")
    client.send(Self.post(4, expect, to: "/short"))
    let refusal = try client.reply()
    #expect(refusal.status == 413)
    #expect(refusal.headers["ratelimit"] != nil)
    #expect(try client.isClosedByServer())
  }

  @Test func `a route's own body limit holds in chunks too, above and below the server's`() throws {
    let fixture = try fixture(
      { $0.limits.body = 10 },
      routes: { router in
        router.add(.post, "/short", options: RouteOptions(bodyLimit: 3)) {
          .text("\($0.body.count)")
        }
        router.add(.post, "/long", options: RouteOptions(bodyLimit: 20)) {
          .text("\($0.body.count)")
        }
      })
    for (path, fits, over) in [("/short", 3, 4), ("/long", 20, 21), ("/echo", 10, 11)] {
      for length in [fits, over] {
        let client = try fixture.client()
        let body = String(repeating: "x", count: length)
        client.send(
          "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: k\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "2\r\nxx\r\n\(String(length - 2, radix: 16))\r\n\(body.dropFirst(2))\r\n0\r\n\r\n")
        #expect(try client.reply().status == (length == fits ? 200 : 413), "\(path) \(length)")
      }
    }
  }

  @Test func `an inline handler answers while every worker is busy`() throws {
    let fixture = try fixture(
      {
        $0.workers = 1
        $0.queueLimit = 0
      },
      routes: { router in
        router.add(.get, "/quick", options: RouteOptions(isInline: true)) { _ in .text("here") }
        router.add(.post, "/quick", options: RouteOptions(isInline: true)) {
          .bytes($0.body, type: "text/plain")
        }
      })
    let key = "Authorization: k\r\n"
    let busy = try fixture.client()
    busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\(key)\r\n")
    fixture.entered.wait()
    let client = try fixture.client()
    #expect(try client.get("/quick", key).body == "here")
    client.send(Self.post(2, key, to: "/quick") + "hi")
    #expect(try client.reply().body == "hi")
    // What needs a worker is turned away before its body.
    client.send(Self.post(1 << 20, key))
    let refusal = try client.reply()
    #expect(refusal.status == 503)
    #expect(refusal.headers["retry-after"] == "1")
    fixture.gate.signal()
    #expect(try busy.reply().body == "done")
  }
}
