import Testing

@testable import HTTPServer

@Suite struct MessageTests {
  // Dates as printed by GNU `date -u -R -d @SECONDS`, with GMT for +0000.
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
    (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
  ])
  func `a date reads as HTTP writes it`(seconds: Int, text: String) {
    #expect(HTTPDate.text(seconds: seconds) == text)
  }

  private func encoded(
    _ response: Response, to method: HTTPServer.Method = .get, closes: Bool = false
  ) throws -> String {
    let request = try Request(method, "/", headers: ["X-Request-Id": "r-1"])
    var output: [UInt8] = []
    let opening = Array("HTTP/1.1 200 OK\r\nDate: D\r\n".utf8)
    ResponseHead(opening: opening, request: request.head, closes: closes)
      .write(response, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `a response is framed by the server`() throws {
    var response = Response.text("hi")
    response.headers["Content-Length"] = "999"
    response.headers["transfer-encoding"] = "chunked"
    #expect(
      try encoded(response)
        == "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "X-Request-Id: r-1\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi")
    #expect(try encoded(response, closes: true).contains("\r\nConnection: close\r\n"))
  }

  @Test func `HEAD gets the length and not the content`() throws {
    let text = try encoded(.text("hello"), to: .head)
    #expect(text.contains("\r\nContent-Length: 5\r\n"))
    #expect(text.hasSuffix("\r\n\r\n"))
  }

  @Test func `a status without content has no length`() throws {
    for status in [Status.noContent, .notModified] {
      let text = try encoded(Response(status: status, body: [65]))
      #expect(!text.contains("Content-Length"))
      #expect(text.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `a header value cannot start another header`() throws {
    let response = Response(headers: ["Location": "/x\r\nSet-Cookie: a=b"])
    #expect(try encoded(response).contains("\r\nLocation: /x  Set-Cookie: a=b\r\n"))
  }

  @Test func `header names are the same in any case`() {
    var fields: HeaderFields = ["Accept": "a"]
    fields.append("ACCEPT", "b")
    #expect(fields["accept"] == "a")
    #expect(fields.values("Accept") == ["a", "b"])
    fields["aCCept"] = "c"
    #expect(fields.values("accept") == ["c"])
    fields["Accept"] = nil
    #expect(fields.isEmpty)
    #expect(fields["Accep"] == nil)
  }

  @Test(arguments: ["a", "Zz_9-", String(repeating: "x", count: 64)])
  func `a request id that is fit to print is kept`(id: String) throws {
    #expect(try Request(.get, "/", headers: ["x-request-id": id]).id == id)
  }

  @Test(arguments: ["", "a b", "a\"b", "caf\u{E9}", "a/b", String(repeating: "x", count: 65)])
  func `any other request id is replaced by a random one`(id: String) throws {
    let first = try Request(.get, "/", headers: ["X-Request-Id": id]).id
    let second = try Request(.get, "/", headers: ["X-Request-Id": id]).id
    #expect(first.utf8.count == 15 && first.allSatisfy { $0.isLetter || $0.isNumber })
    #expect(first != second)
  }

  @Test func `query items are looked up by name`() throws {
    let request = try Request(.get, "/x?limit=3&limit=4&q=")
    #expect(request.query("limit") == "3")
    #expect(request.query("q") == "")
    #expect(request.query("other") == nil)
    #expect(throws: ProtocolError.self) { try Request(.get, "x") }
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1", 4), ("localhost", "127.0.0.1", 4), ("::1", "::1", 8),
    ("[2001:db8::1]", "2001:db8::1", 8), ("::ffff:192.0.2.7", "192.0.2.7", 4),
  ])
  func `an address is read and shown`(host: String, text: String, bytes: Int) throws {
    let address = try #require(SocketAddress(host: host, port: 4711))
    #expect(address.port == 4711)
    #expect(address.peer.text == text)
    #expect(address.peer.network.count == bytes)
  }

  @Test func `IPv6 neighbours of one network count as one client`() throws {
    let one = try #require(SocketAddress(host: "2001:db8:1:2::1", port: 1))
    let two = try #require(SocketAddress(host: "2001:db8:1:2:ffff::9", port: 1))
    let other = try #require(SocketAddress(host: "2001:db8:1:3::1", port: 1))
    #expect(one.peer.network == two.peer.network)
    #expect(one.peer.network != other.peer.network)
  }

  @Test(arguments: ["", "example.test", "1.2.3", "1.2.3.4:80", "[::1", "::g"])
  func `what is no address is refused`(host: String) {
    #expect(SocketAddress(host: host, port: 1) == nil)
  }
}
