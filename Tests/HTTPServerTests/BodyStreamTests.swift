import Dispatch
import HTTPServer
import Synchronization
import Testing

@Suite(.serialized) struct BodyStreamTests {
  private static let megabyte = String(repeating: "x", count: 1 << 20)

  /// `/count` tells the bytes of its body, `/first` answers after one piece, `/held` starts to
  /// read when `gate` is signalled.
  private func fixture(
    _ configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws -> Fixture {
    let gate = DispatchSemaphore(value: 0)
    let streamed = RouteOptions(bodyLimit: 64 << 20, isStreamed: true)
    @Sendable func count(_ request: Request) throws -> Response {
      var count = 0
      while let piece = try request.stream?.next() { count += piece.count }
      #expect(request.body.isEmpty)
      return .text("\(count)")
    }
    return try Fixture(
      configure,
      routes: { router in
        router.add(.post, "/count", options: streamed, count)
        router.add(.post, "/held", options: streamed) { request in
          gate.wait()
          return try count(request)
        }
        router.add(.post, "/release") { _ in
          gate.signal()
          return .empty
        }
        router.add(.post, "/first", options: streamed) { request in
          .text("\(try request.stream?.next()?.isEmpty == false)")
        }
      })
  }

  private static func post(_ path: String, _ fields: String) -> String {
    "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n"
  }

  @Test func `a body far above the server's limit is handed on in pieces`() throws {
    let fixture = try fixture { $0.limits.body = 10 }
    let client = try fixture.client()
    client.send(Self.post("/count", "Content-Length: \(5 << 20)"))
    for _ in 0..<5 { client.send(Self.megabyte) }
    #expect(try client.reply().body == "\(5 << 20)")
    client.send(Self.post("/count", "Transfer-Encoding: chunked"))
    for _ in 0..<3 { client.send("100000\r\n" + Self.megabyte + "\r\n") }
    client.send("0\r\n\r\n" + Self.post("/count", "Content-Length: 0"))
    #expect(try client.reply().body == "\(3 << 20)")
    #expect(try client.reply().body == "0")
    #expect(fixture.finish().map(\.status.rawValue) == [200, 200, 200])
  }

  @Test func `100 Continue is sent for a stream`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send(Self.post("/count", "Content-Length: 3\r\nExpect: 100-continue"))
    #expect(try client.reply().status == 100)
    client.send("abc")
    #expect(try client.reply().body == "3")
  }

  @Test func `a handler that does not read holds back the client`() throws {
    // Shorter than the handler waits: time in which nothing is read is not the client's.
    let fixture = try fixture { $0.deadlines.body = .milliseconds(300) }
    let client = try fixture.client()
    client.send(Self.post("/held", "Content-Length: \(32 << 20)"))
    let sent = Atomic(0)
    let done = DispatchSemaphore(value: 0)
    let sender = client.sender()
    DispatchQueue.global().async {
      for _ in 0..<32 {
        sender(Self.megabyte)
        sent.add(1, ordering: .relaxed)
      }
      done.signal()
    }
    // Until buffers are full: the sender stands still for half a second.
    var (before, still) = (-1, 0)
    while still < 5 {
      _ = client.hasInput(milliseconds: 100)
      let now = sent.load(ordering: .relaxed)
      still = now == before ? still + 1 : 0
      before = now
    }
    #expect(before < 24)
    #expect(try fixture.client().get("/hello/x").status == 200)
    let other = try fixture.client()
    other.send(Self.post("/release", "Content-Length: 0"))
    #expect(try other.reply().status == 204)
    done.wait()
    #expect(try client.reply().body == "\(32 << 20)")
  }

  @Test(arguments: [
    ("Content-Length: 67108865", "", 413), ("Transfer-Encoding: chunked", "4000001\r\n", 413),
    ("Transfer-Encoding: chunked", "3\r\nabcd\r\n", 400),
    ("Transfer-Encoding: chunked", "0x3\r\nabc\r\n", 400),
  ])
  func `a stream that is too long or broken is refused`(
    fields: String, body: String, status: Int
  ) throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send(Self.post("/count", fields) + body)
    #expect(try client.reply().status == status)
    #expect(try client.isClosedByServer())
    #expect(fixture.finish().map(\.template) == ["/count"])
  }

  @Test func `a stream that trickles is cut off`() throws {
    let fixture = try fixture { $0.deadlines.body = .milliseconds(300) }
    let client = try fixture.client()
    client.send(Self.post("/count", "Content-Length: 1000"))
    var bytes = 0
    while bytes < 100, !client.hasInput(milliseconds: 20) {
      client.send("x")
      bytes += 1
    }
    #expect(bytes < 100)
    #expect(try client.reply().status == 408)
    #expect(try client.isClosedByServer())
  }

  @Test func `a stream that is cut off is refused, and one whose client is gone ends`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send(Self.post("/count", "Content-Length: 10") + "abc")
    client.finishSending()
    #expect(try client.reply().status == 400)
    var leaver: Client? = try fixture.client()
    // The answer to its expectation says that the handler has begun.
    leaver?.send(Self.post("/count", "Content-Length: 10\r\nExpect: 100-continue"))
    #expect(try leaver?.reply().status == 100)
    leaver?.resetOnClose()
    leaver = nil
    let records = fixture.finish()
    #expect(records.map(\.status.rawValue) == [400, 400])
  }

  @Test func `a handler may answer before the body has come`() throws {
    let fixture = try fixture()
    let client = try fixture.client()
    client.send(Self.post("/first", "Content-Length: 1000") + "abc")
    let reply = try client.reply()
    #expect(reply.body == "true")
    #expect(reply.headers["connection"] == "close")
    #expect(try client.isClosedByServer())
  }

  @Test func `streams wait for each other and for nobody else`() throws {
    let fixture = try fixture {
      $0.workers = 1
      $0.streams = 1
    }
    // One runs and four wait; the sixth is turned away.
    let clients = try (0..<5).map { _ in try fixture.client() }
    for client in clients {
      client.send(Self.post("/count", "Content-Length: 3\r\nExpect: 100-continue"))
      #expect(try client.reply().status == 100)
    }
    let extra = try fixture.client()
    extra.send(Self.post("/count", "Content-Length: 0"))
    let refusal = try extra.reply()
    #expect(refusal.status == 503)
    #expect(refusal.headers["retry-after"] == "1")
    #expect(try fixture.client().get("/hello/x").status == 200)
    for client in clients { client.send("abc") }
    for client in clients { #expect(try client.reply().body == "3") }
  }

  @Test func `a request without a socket has its body as a stream`() throws {
    var router = Router()
    router.add(.post, "/count", options: RouteOptions(isStreamed: true)) { request in
      let pieces = [try request.stream?.next(), try request.stream?.next()]
      return .text("\(pieces.map { $0?.count ?? 0 }) \(request.body.count)")
    }
    let responder = Responder(router: router)
    let answer = responder.respond(to: try Request(.post, "/count", body: [1, 2, 3]))
    #expect(answer.response == .text("[3, 0] 0"))
  }
}
