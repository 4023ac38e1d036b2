import Dispatch
import HTTPServer
import Synchronization
import Testing

@Suite(.serialized) struct ServerTests {
  @Test func `a connection serves request after request`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    for name in ["ada", "bob"] {
      let reply = try client.get("/hello/\(name)", "X-Request-Id: r-7\r\n")
      #expect(reply.status == 200)
      #expect(reply.body == "hello \(name)")
      #expect(reply.headers["connection"] == "keep-alive")
      #expect(reply.headers["x-request-id"] == "r-7")
      #expect(reply.headers["date"]?.hasSuffix(" GMT") == true)
    }
    #expect(try client.get("/who").body == "127.0.0.1")
    #expect(try client.get("/nowhere").status == 404)
    let records = fixture.finish()
    #expect(records.map(\.template) == ["/hello/{name}", "/hello/{name}", "/who", nil])
    #expect(records.map(\.status.rawValue) == [200, 200, 200, 404])
    #expect(records.allSatisfy { $0.bytes > 100 && $0.duration > .zero })
    #expect(records.first?.requestID == "r-7")
  }

  @Test func `pipelined requests are answered in order`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    client.send(
      "GET /hello/1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /hello/22 HTTP/1.1\r\nHost: a\r\n\r\n"
        + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        + "GET /hello/4 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    #expect(try client.reply().body == "hello 1")
    #expect(try client.reply(toHead: true).headers["content-length"] == "8")
    #expect(try client.reply().body == "abc")
    let last = try client.reply()
    #expect(last.body == "hello 4")
    #expect(last.headers["connection"] == "close")
    #expect(try client.isClosedByServer())
  }

  @Test func `HTTP 1_0 is answered and closed`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    client.send("GET /hello/x HTTP/1.0\r\n\r\n")
    #expect(try client.reply().headers["connection"] == "close")
    #expect(try client.isClosedByServer())
  }

  @Test func `a client that has finished sending still gets its answer`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    client.send("GET /hello/x HTTP/1.1\r\nHost: a\r\n\r\n")
    client.finishSending()
    #expect(try client.reply().body == "hello x")
    #expect(try client.isClosedByServer())
  }

  @Test func `a broken request is answered once and the rest ignored`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    client.send(
      "GET /hello/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
        + "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
    let reply = try client.reply()
    #expect(reply.status == 400)
    #expect(reply.headers["connection"] == "close")
    #expect(try client.isClosedByServer())
    #expect(fixture.finish().map(\.method) == [nil])
  }

  @Test func `a request that is cut off is answered with 400`() throws {
    let fixture = try Fixture()
    let client = try fixture.client()
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab")
    client.finishSending()
    #expect(try client.reply().status == 400)
  }

  @Test func `a body is asked for with 100 Continue, and refused without if too large`() throws {
    let fixture = try Fixture { $0.limits.body = 10 }
    let client = try fixture.client()
    let head = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
    client.send(head + "3\r\n\r\n")
    #expect(try client.reply().status == 100)
    client.send("abc")
    #expect(try client.reply().body == "abc")
    client.send(head + "11\r\n\r\n")
    #expect(try client.reply().status == 413)
    #expect(try client.isClosedByServer())
  }

  @Test func `a client that is still sending a large body reads why it was refused`() throws {
    let fixture = try Fixture { $0.limits.body = 10 }
    let client = try fixture.client()
    let body = String(repeating: "x", count: 2 << 20)
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(2 << 20)\r\n\r\n" + body)
    #expect(try client.reply().status == 413)
  }

  @Test func `a header that trickles in is cut off at the absolute deadline`() throws {
    let fixture = try Fixture { $0.deadlines.header = .milliseconds(300) }
    let client = try fixture.client()
    client.send("GET /hello/x HTTP/1.1\r\nHost: a\r\n")
    // Two seconds of bytes, which would outlive any deadline that bytes extend.
    var bytes = 0
    while bytes < 100, !client.hasInput(milliseconds: 20) {
      client.send("A")
      bytes += 1
    }
    #expect(bytes < 100)
    #expect(try client.reply().status == 408)
    #expect(try client.isClosedByServer())
  }

  @Test func `a body that does not come is cut off`() throws {
    let fixture = try Fixture { $0.deadlines.body = .milliseconds(100) }
    let client = try fixture.client()
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na")
    #expect(try client.reply().status == 408)
  }

  @Test func `a silent connection is closed without a word`() throws {
    let fixture = try Fixture {
      $0.deadlines.header = .milliseconds(100)
      $0.deadlines.idle = .milliseconds(100)
    }
    #expect(try fixture.client().isClosedByServer())
    let client = try fixture.client()
    #expect(try client.get("/hello/x").status == 200)
    #expect(try client.isClosedByServer())
  }

  @Test func `a connection ends after its last allowed request`() throws {
    let fixture = try Fixture { $0.requestsPerConnection = 2 }
    let client = try fixture.client()
    #expect(try client.get("/hello/1").headers["connection"] == "keep-alive")
    #expect(try client.get("/hello/2").headers["connection"] == "close")
    #expect(try client.isClosedByServer())
  }

  @Test func `stopping finishes what is in flight and turns the rest away`() throws {
    let fixture = try Fixture()
    let idle = try fixture.client()
    #expect(try idle.get("/hello/x").status == 200)
    let busy = try fixture.client()
    busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    fixture.entered.wait()
    let port = fixture.server.port
    let server = fixture.server
    #expect(!server.isDraining)
    let stopped = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      server.stop()
      stopped.signal()
    }
    #expect(try idle.isClosedByServer())
    #expect(server.isDraining)
    #expect(throws: Client.Failure.self) { try Client(port: port) }
    fixture.gate.signal()
    let reply = try busy.reply()
    #expect(reply.body == "done")
    #expect(reply.headers["connection"] == "close")
    #expect(try busy.isClosedByServer())
    stopped.wait()
    server.waitUntilStopped()
  }

  @Test func `stopping does not wait for a handler past the drain deadline`() throws {
    let fixture = try Fixture { $0.deadlines.drain = .milliseconds(100) }
    let client = try fixture.client()
    client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    fixture.entered.wait()
    fixture.server.stop()
    #expect(try client.isClosedByServer())
  }

  @Test func `a port in use is told as such`() throws {
    let fixture = try Fixture()
    let port = fixture.server.port
    let second = Server(
      configuration: ServerConfiguration(port: UInt16(port)), router: Router())
    let error = #expect(throws: ServerError.self) { try second.start() }
    #expect(error?.code == .addressInUse)
    #expect(error?.message.hasPrefix("port \(port) on 127.0.0.1 is already in use") == true)
  }

  @Test(arguments: [
    ("shop.example", ServerError.Code.malformedAddress),
    // Of the block reserved for documentation, so no machine has it.
    ("192.0.2.1", .addressUnavailable),
  ])
  func `an address that cannot be listened on is told as such`(
    host: String, code: ServerError.Code
  ) {
    let server = Server(configuration: ServerConfiguration(host: host, port: 0), router: Router())
    let error = #expect(throws: ServerError.self) { try server.start() }
    #expect(error?.code == code)
    #expect(error?.message.contains(host) == true)
  }

  @Test(arguments: [true, false])
  func `where all connections are busy, one beyond a cap gets 503`(isTotal: Bool) throws {
    let fixture = try Fixture {
      if isTotal { $0.connections = 2 } else { $0.connectionsPerAddress = 2 }
    }
    let busy = try [fixture.client(), fixture.client()]
    for client in busy {
      client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
      fixture.entered.wait()
    }
    let third = try fixture.client()
    let refusal = try third.reply()
    #expect(refusal.status == 503)
    #expect(refusal.headers["retry-after"] == "1")
    #expect(try third.isClosedByServer())
    for _ in busy { fixture.gate.signal() }
    for client in busy { #expect(try client.reply().body == "done") }
    #expect(try fixture.client().get("/hello/4").status == 200)
  }

  @Test(arguments: [true, false])
  func `at a cap the connection that keeps the server waiting longest makes room`(
    isTotal: Bool
  ) throws {
    let fixture = try Fixture {
      if isTotal { $0.connections = 3 } else { $0.connectionsPerAddress = 3 }
      $0.loops = 1
    }
    let idle = try fixture.client()
    #expect(try idle.get("/hello/1").status == 200)
    let slow = try fixture.client()
    slow.send("GET /hello/2 HTTP/1.1\r\nHo")
    let quick = try fixture.client()
    #expect(try quick.get("/hello/3").status == 200)
    // One that owes a head goes before those that are idle, though they came earlier.
    let fourth = try fixture.client()
    #expect(try fourth.get("/hello/4").status == 200)
    #expect(try slow.isClosedByServer())
    let fifth = try fixture.client()
    #expect(try fifth.get("/hello/5").status == 200)
    #expect(try idle.isClosedByServer())
    for client in [quick, fourth, fifth] { #expect(try client.get("/hello/6").status == 200) }
  }

  @Test func `requests beyond the queue get 503 and keep their connection`() throws {
    let fixture = try Fixture {
      $0.workers = 1
      $0.queueLimit = 1
    }
    let running = try fixture.client()
    running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    fixture.entered.wait()
    // Of two more, one waits and the other is refused; which is the server's choice.
    let others = try [fixture.client(), fixture.client()]
    for client in others { client.send("GET /hello/x HTTP/1.1\r\nHost: a\r\n\r\n") }
    while !others.contains(where: { $0.hasInput(milliseconds: 10) }) {}
    fixture.gate.signal()
    let replies = try others.map { try $0.reply() }
    #expect(replies.map(\.status).sorted() == [200, 503])
    #expect(replies.first { $0.status == 503 }?.headers["retry-after"] == "1")
    #expect(try running.reply().body == "done")
    for client in others {
      var status = 503
      while status == 503 { status = try client.get("/hello/x").status }
      #expect(status == 200)
    }
    let refused = fixture.finish().filter { $0.status == .serviceUnavailable }
    #expect(refused.allSatisfy { $0.template == "/hello/{name}" })
  }

  @Test func `a large response reaches a client with a small buffer whole`() throws {
    let fixture = try Fixture()
    let client = try Client(port: fixture.server.port, receiveBuffer: 4096)
    let reply = try client.get("/large")
    #expect(reply.body.utf8.count == Fixture.large)
    #expect(try client.get("/hello/x").status == 200)
  }

  @Test func `a client that leaves in the middle of a response harms nobody`() throws {
    let fixture = try Fixture()
    var leaver: Client? = try Client(port: fixture.server.port, receiveBuffer: 4096)
    leaver?.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(leaver?.hasInput(milliseconds: 5000) == true)
    leaver?.resetOnClose()
    leaver = nil
    #expect(try fixture.client().get("/hello/x").status == 200)
    let record = try #require(fixture.finish().first { $0.template == "/large" })
    #expect(record.status == .ok)
    #expect(record.bytes < Fixture.large)
  }

  @Test func `a client that leaves before its answer is reported without bytes`() throws {
    let fixture = try Fixture()
    var leaver: Client? = try fixture.client()
    leaver?.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    fixture.entered.wait()
    leaver?.resetOnClose()
    leaver = nil
    // The loop sees the reset before this later connection is served.
    #expect(try fixture.client().get("/hello/x").status == 200)
    fixture.gate.signal()
    let record = try #require(fixture.finish().first { $0.template == "/wait" })
    #expect(record.status == .ok)
    #expect(record.bytes == 0)
  }

  @Test func `a client that does not read is given up`() throws {
    let fixture = try Fixture { $0.deadlines.write = .milliseconds(100) }
    let client = try Client(port: fixture.server.port, receiveBuffer: 4096)
    client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    while fixture.records.all.withLock({ $0.isEmpty }) { _ = client.hasInput(milliseconds: 5000) }
    #expect(try #require(fixture.finish().first).bytes < Fixture.large)
  }

  @Test func `several loops share one port`() throws {
    let fixture = try Fixture { $0.loops = 3 }
    // More than one loop takes before the next gets any.
    let clients = try (0..<150).map { _ in try fixture.client() }
    for (index, client) in clients.enumerated() {
      client.send("GET /hello/\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
    }
    for (index, client) in clients.enumerated() {
      #expect(try client.reply().body == "hello \(index)")
    }
    #expect(fixture.finish().count == 150)
  }

  @Test(.enabled(if: Client.hasIPv6))
  func `an IPv6 server serves IPv4 too and shows its addresses as such`() throws {
    let fixture = try Fixture { $0.host = "::" }
    #expect(try fixture.client().get("/who").body == "127.0.0.1")
  }
}
