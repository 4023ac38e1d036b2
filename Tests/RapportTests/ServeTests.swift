import Glibc
import TestSupport
import Testing

/// A blocking exchange of one request over a socket.
private struct Exchange {
  var status: Int
  var body: String
  var head: String

  init(port: UInt16, _ head: String, _ content: String = "") throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    guard Loopback.call(connect, descriptor, port: port) == 0 else {
      throw Running.Failure(what: "connect: \(errno)")
    }
    let text =
      "\(head) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
      + (content.isEmpty
        ? "" : "Content-Type: application/json\r\nContent-Length: \(content.utf8.count)\r\n")
      + "\r\n" + content
    _ = Array(text.utf8).withUnsafeBytes {
      send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    let reply = String(decoding: contents(readFrom: descriptor), as: UTF8.self)
    guard let end = reply.firstRange(of: "\r\n\r\n") else {
      throw Running.Failure(what: "no reply: \(reply)")
    }
    status = reply.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    body = String(reply[end.upperBound...])
    self.head = String(reply[..<end.lowerBound])
  }

  func json() throws -> JSON { try JSON(parsing: body) }
}

private func contents(readFrom descriptor: Int32) -> [UInt8] {
  var result: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return result }
    result += buffer.prefix(count)
  }
}

private enum Loopback {
  static func call(
    _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ descriptor: Int32,
    port: UInt16
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

@Suite struct ServeTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  private func serve(_ words: String...) throws -> (server: Running, port: UInt16) {
    let server = try Running(["serve", "--port", "0", "--db", db] + words)
    let messages = try server.waitForMessage("(Ctrl-C stops)")
    let address = try #require(messages.firstRange(of: "http://127.0.0.1:"))
    let digits = messages[address.upperBound...].prefix { $0.isNumber }
    return (server, try #require(UInt16(digits)))
  }

  @Test func `it answers as the command line does and stops when told`() throws {
    let (server, port) = try serve()
    #expect(try Exchange(port: port, "GET /healthz").status == 200)
    let ready = try Exchange(port: port, "GET /readyz").json()
    #expect(ready["models"]?.elements.count == 4)
    for (target, words) in [
      ("/v1/customers/c042/recommendations?explain=true", ["recommend", "c042", "--explain"]),
      ("/v1/products/p001/similar", ["similar", "p001"]),
      ("/v1/products/trending", ["trending"]),
      ("/v1/products/popular?limit=3", ["popular", "--limit", "3"]),
      ("/v1/products/new", ["new"]),
      ("/v1/customers/c042/similar", ["similar-customers", "c042"]),
      ("/v1/customers/c042/churn", ["churn", "c042"]),
      ("/v1/churn?limit=7", ["churn", "--top", "7"]),
    ] {
      let reply = try Exchange(port: port, "GET \(target)")
      #expect(reply.status == 200, "\(reply.body)")
      let told = try Running(words + ["--json", "--db", db]).finish()
      #expect(told.code == 0, "\(told.told)")
      var members = try reply.json().members
      if target.contains("recommendations") {
        #expect(members.removeValue(forKey: "recommendation_id") != nil)
      }
      #expect(try JSON.object(members) == told.json(), "\(target)")
    }
    let asked = try Exchange(port: port, "POST /v1/bot/parse", #"{"text":"where is my parcel"}"#)
    #expect(
      try asked.json() == rapport("ask", "where is my parcel", "--json", "--db", db).json())
    let posted = try Exchange(
      port: port, "POST /v1/interactions",
      #"{"customer_id":"c042","product_id":"p001","kind":"like","event_id":"once"}"#)
    #expect(posted.body == #"{"added":1,"duplicates":0}"#)
    server.signal(SIGTERM)
    let finished = try server.finish()
    #expect(finished.code == 0, "\(finished.told)")
    #expect(finished.errors.contains("\"route\":\"/healthz\""))
    #expect(finished.errors.hasSuffix("Stopped.\n"))
    #expect(try rapport("check", "--db", db).code == 0)
  }

  @Test func `a chat widget talks to it as to Rasa`() throws {
    let (server, port) = try serve("--cors", "https://shop.example")
    let origin = "HTTP/1.1\r\nOrigin: https://shop.example\r\nX-Test:"
    let preflight = try Exchange(port: port, "OPTIONS /webhooks/rest/webhook \(origin)")
    #expect(preflight.status == 204)
    #expect(preflight.head.contains("Access-Control-Allow-Origin: https://shop.example"))
    func send(_ message: String) throws -> JSON? {
      try Exchange(
        port: port, "POST /webhooks/rest/webhook \(origin)",
        #"{"sender":"w","message":"\#(message)","metadata":{}}"#
      ).json()[0]
    }
    let answer = try #require(try send("Where is my order?"))
    #expect(answer["recipient_id"] == .string("w"))
    #expect(answer["text"]?.string?.contains("tracking link") == true)
    let message = try #require(answer["message_id"]?.string)
    let judged = try Exchange(
      port: port, "POST /v1/bot/messages/\(message)/feedback \(origin)", #"{"helpful":true}"#)
    #expect(judged.body == #"{"status":"kept"}"#)
    #expect(try send("mein Kontakt ist jane.roe@example.org")?["text"] != nil)
    let parsed = try Exchange(
      port: port, "POST /model/parse", #"{"text":"Where is my order?"}"#
    ).json()
    #expect(parsed["intent"]?["name"] == .string("order_tracking"))
    #expect(try Exchange(port: port, "POST /model/parse", "{").json()["reason"] != nil)
    #expect(try Exchange(port: port, "GET /webhooks/rest/").body == #"{"status":"ok"}"#)
    #expect(try Exchange(port: port, "GET /").body.hasPrefix("Hello from Rapport"))
    server.signal(SIGTERM)
    let finished = try server.finish()
    #expect(finished.code == 0, "\(finished.told)")
    #expect(!finished.told.contains("jane.roe"))
    let bytes = contents(of: db) + contents(of: db + "-wal")
    #expect(bytes.firstRange(of: Array("jane.roe".utf8)) == nil)
  }

  @Test func `while it runs nobody else writes, but anybody reads`() throws {
    let (server, port) = try serve()
    let file = directory.file(
      "one.csv", "customer_id,product_id,kind,occurred_at\nc001,p001,view,2026-01-01\n")
    for words in [["import", "interactions", file], ["train", "churn"], ["serve"]] {
      let finished = try Running(words + ["--db", db]).finish()
      #expect(finished.code == 69, "\(words): \(finished.told)")
      #expect(finished.errors.contains("in use by process \(server.pid)"), "\(finished.told)")
    }
    for words in [["status"], ["recommend", "c042"], ["check"], ["evaluate", "churn"]] {
      let finished = try Running(words + ["--db", db]).finish()
      #expect(finished.code == 0, "\(words): \(finished.told)")
    }
    #expect(try Exchange(port: port, "GET /healthz").status == 200)
    server.signal(SIGINT)
    #expect(try server.finish().code == 0)
    #expect(try Running(["import", "interactions", file, "--db", db]).finish().code == 0)
  }

  @Test func `a port in use is told`() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    #expect(Loopback.call(bind, descriptor, port: 0) == 0)
    #expect(listen(descriptor, 1) == 0)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    let port = UInt16(bigEndian: address.sin_port)
    let finished = try rapport("serve", "--port", "\(port)", "--db", db)
    #expect(finished.code == 69, "\(finished.told)")
    #expect(finished.errors.contains("\(port)"), "\(finished.told)")
    #expect(finished.errors.contains("in use"), "\(finished.told)")
  }
}
