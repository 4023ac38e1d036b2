import HTTPServer
import Testing

@Suite struct RequestParserTests {
  /// A request that must be refused, and how.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let name: String
    let status: Int
    let input: String
    var testDescription: String { name }

    init(_ name: String, _ status: Int, _ input: String) {
      self.name = name
      self.status = status
      self.input = input
    }
  }

  private static let host = "Host: shop.test\r\n"
  private static let get = "GET / HTTP/1.1\r\n"
  private static let post = "POST /v1/items HTTP/1.1\r\nHost: shop.test\r\n"

  private static let limits = RequestLimits(
    requestLine: 200, headerBytes: 600, headerFields: 10, body: 100)

  static let refusals: [Refusal] = [
    Refusal("no Host", 400, get + "\r\n"),
    Refusal("two Hosts", 400, get + host + host + "\r\n"),
    Refusal("two Hosts in one line", 400, get + "Host: a.test, b.test\r\n\r\n"),
    Refusal("an empty Host", 400, get + "Host:\r\n\r\n"),
    Refusal("a Host with a path", 400, get + "Host: a.test/x\r\n\r\n"),
    Refusal("a Host with user information", 400, get + "Host: me@a.test\r\n\r\n"),
    Refusal("a Host with a port that is no number", 400, get + "Host: a.test:8o\r\n\r\n"),
    Refusal(
      "two lengths that differ", 400,
      post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    Refusal(
      "two lengths that agree", 400, post + "Content-Length: 3\r\ncontent-length: 3\r\n\r\nabc"),
    Refusal("a list of lengths", 400, post + "Content-Length: 3, 3\r\n\r\nabc"),
    Refusal("a length with a sign", 400, post + "Content-Length: +3\r\n\r\nabc"),
    Refusal("a negative length", 400, post + "Content-Length: -1\r\n\r\n"),
    Refusal("a hexadecimal length", 400, post + "Content-Length: 0x3\r\n\r\nabc"),
    Refusal("an empty length", 400, post + "Content-Length:\r\n\r\n"),
    Refusal("a length past the limit", 413, post + "Content-Length: 101\r\n\r\n"),
    Refusal(
      "a length past 64 bits", 413, post + "Content-Length: 99999999999999999999999\r\n\r\n"),
    Refusal(
      "a length and a coding", 400,
      post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin"),
    Refusal(
      "two codings in one line", 501, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    Refusal(
      "two codings in two lines", 400,
      post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    Refusal("an unknown coding", 501, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    Refusal("an empty coding", 400, post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n"),
    Refusal(
      "a coding in HTTP/1.0", 400,
      "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    Refusal("a chunk size with 0x", 400, chunked("0x3\r\nabc\r\n0\r\n\r\n")),
    Refusal("a chunk size with a sign", 400, chunked("+3\r\nabc\r\n0\r\n\r\n")),
    Refusal("a chunk size with a blank", 400, chunked("3 \r\nabc\r\n0\r\n\r\n")),
    Refusal("a chunk size of nine digits", 400, chunked("000000003\r\nabc\r\n0\r\n\r\n")),
    Refusal("no chunk size", 400, chunked("\r\nabc\r\n0\r\n\r\n")),
    Refusal("a chunk longer than its size", 400, chunked("3\r\nabcd\r\n0\r\n\r\n")),
    Refusal("a chunk that ends in LF", 400, chunked("3\r\nabc\n0\r\n\r\n")),
    Refusal("chunks past the limit", 413, chunked("33\r\n\(fill("a", 51))\r\n32\r\n")),
    Refusal("an endless chunk extension", 400, chunked("3;\(fill("x", 300))\r\nabc\r\n")),
    Refusal(
      "many chunk extensions", 400, chunked(fill("1;\(fill("x", 200))\r\na\r\n", 4))),
    Refusal("a folded trailer", 400, chunked("0\r\nA: 1\r\n 2\r\n\r\n")),
    Refusal("endless trailers", 431, chunked("0\r\n" + fill("A: 1\r\n", 20) + "\r\n")),
    Refusal("a blank before the colon", 400, get + host + "Accept : x\r\n\r\n"),
    Refusal("a header without colon", 400, get + host + "Accept\r\n\r\n"),
    Refusal("a header without name", 400, get + host + ": x\r\n\r\n"),
    Refusal("a folded header", 400, get + host + "Accept: a,\r\n b\r\n\r\n"),
    Refusal("a blank before the first header", 400, get + " " + host + "\r\n"),
    Refusal("lines that end in LF", 400, "GET / HTTP/1.1\nHost: shop.test\n\n"),
    Refusal("one header that ends in LF", 400, get + "Host: shop.test\nAccept: x\r\n\r\n"),
    Refusal("a lone CR in a header", 400, get + host + "Accept: a\rb\r\n\r\n"),
    Refusal("a NUL in a header", 400, get + host + "Accept: a\u{0}b\r\n\r\n"),
    Refusal("a DEL in a header", 400, get + host + "Accept: a\u{7F}b\r\n\r\n"),
    Refusal("a NUL in the path", 400, "GET /v1/x\u{0}y HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an encoded NUL in the path", 400, "GET /v1/x%00y HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an encoded CR LF in the path", 400, "GET /x%0d%0ay HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an encoding that is not UTF-8", 400, "GET /%C3%28 HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an overlong slash", 400, "GET /%C0%AF HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a cut encoding", 400, "GET /a%4 HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an encoding of no digits", 400, "GET /a%zz HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a bad encoding in the query", 400, "GET /?q=%FF HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a dot segment", 400, "GET /v1/../admin HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an encoded dot segment", 400, "GET /v1/%2e%2E/admin HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a fragment", 400, "GET /#top HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a raw quote in the path", 400, "GET /\"x\" HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("raw UTF-8 in the path", 400, "GET /caf\u{E9} HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a path without slash", 400, "GET v1 HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("another scheme", 400, "GET ftp://a.test/ HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a scheme without host", 400, "GET http:///x HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an asterisk for GET", 400, "GET * HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a method that is no token", 400, "G@T / HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a method in lower case", 501, "get / HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("CONNECT", 501, "CONNECT a.test:443 HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("two spaces in the request line", 400, "GET  / HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("a tab in the request line", 400, "GET\t/ HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("no version", 400, "GET /\r\n\r\n"),
    Refusal("a version in lower case", 400, "GET / http/1.1\r\n" + host + "\r\n"),
    Refusal("a version of two digits", 400, "GET / HTTP/1.10\r\n" + host + "\r\n"),
    Refusal("HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Refusal("two blank lines first", 400, "\r\n\r\n" + get + host + "\r\n"),
    Refusal("TLS on a plain port", 400, "\u{16}\u{3}\u{1}\u{2}\u{0}"),
    Refusal("a long target", 414, "GET /\(fill("a", 300)) HTTP/1.1\r\n" + host + "\r\n"),
    Refusal("an endless request line", 414, "GET /" + fill("a", 250)),
    Refusal("one long header", 431, get + host + "A: \(fill("a", 700))\r\n\r\n"),
    Refusal("long headers together", 431, get + host + fill("A: \(fill("a", 90))\r\n", 8)),
    Refusal("many headers", 431, get + host + fill("A: 1\r\n", 11) + "\r\n"),
    Refusal("HTTP/1.0 content without length", 411, "POST / HTTP/1.0\r\n\r\n"),
    Refusal("another expectation", 417, post + "Expect: a-pony\r\nContent-Length: 1\r\n\r\n"),
  ]

  private static func fill(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func chunked(_ body: String) -> String {
    post + "Transfer-Encoding: chunked\r\n\r\n" + body
  }

  /// Feeds pieces and collects the requests until the input ends or breaks.
  private func parse(_ pieces: [[UInt8]]) -> (
    messages: [RequestParser.Message], error: ProtocolError?
  ) {
    var parser = RequestParser(limits: Self.limits)
    var messages: [RequestParser.Message] = []
    for piece in pieces {
      parser.append(piece)
      do {
        reading: while true {
          switch try parser.next() {
          case .message(let message): messages.append(message)
          case .expectsContinue: continue
          case .needsMore: break reading
          }
        }
      } catch {
        return (messages, error)
      }
    }
    return (messages, nil)
  }

  private func parse(_ text: String) -> (messages: [RequestParser.Message], error: ProtocolError?) {
    parse([Array(text.utf8)])
  }

  @Test(arguments: refusals)
  func `hostile input is refused with the fitting status, however it is cut`(refusal: Refusal) {
    let whole = parse(refusal.input)
    #expect(whole.error?.status.rawValue == refusal.status, "\(String(describing: whole.error))")
    #expect(whole.messages.isEmpty)
    let bytes = Array(refusal.input.utf8)
    #expect(parse(bytes.map { [$0] }).error == whole.error)
    for cut in 0...bytes.count {
      #expect(parse([Array(bytes[..<cut]), Array(bytes[cut...])]).error == whole.error)
    }
  }

  @Test func `a broken parser stays broken`() {
    var parser = RequestParser()
    parser.append("GET / HTTP/1.1\r\n\r\n".utf8)
    #expect(throws: ProtocolError.self) { try parser.next() }
    parser.append("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    #expect(throws: ProtocolError.self) { try parser.next() }
  }

  static let valid: [String] = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "\r\nGET /x HTTP/1.1\r\nHost: [::1]:8080\r\nAccept:\t a b \t\r\nEmpty:\r\n\r\n",
    "HEAD http://a.test:80?q=1 HTTP/1.1\r\nHost: a.test\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Close\r\n\r\n",
    "POST /a%20b/caf%C3%A9 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\r\n\u{0}\r\n",
    "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    "PATCH / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
      + "4;name=value\r\nWiki\r\n00000A\r\n0123456789\r\n0\r\nDropped: yes\r\n\r\n",
    "POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n",
    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
      + "DELETE /3 HTTP/1.1\r\nHost: a\r\n\r\n",
  ]

  @Test(arguments: valid)
  func `a valid request cut at any byte gives the same result`(text: String) {
    let bytes = Array(text.utf8)
    let whole = parse([bytes])
    #expect(whole.error == nil)
    #expect(!whole.messages.isEmpty)
    for cut in 0...bytes.count {
      let result = parse([Array(bytes[..<cut]), Array(bytes[cut...])])
      #expect(result.messages == whole.messages && result.error == nil, "cut at \(cut)")
    }
    #expect(parse(bytes.map { [$0] }).messages == whole.messages)
    // Nothing but the whole of the last request makes it come out.
    #expect(parse([bytes.dropLast()]).messages.count == whole.messages.count - 1)
  }

  @Test func `the parts of a request arrive as they were meant`() throws {
    let message = try #require(
      parse(
        "POST /a%2Fb//caf%C3%A9/?q=x+y%26&flag&q=2 HTTP/1.1\r\nHost: a\r\naccept: one\r\n"
          + "ACCEPT:  two \r\nContent-Length: 3\r\n\r\nabc"
      ).messages.first)
    #expect(message.method == .post)
    #expect(message.target.path == "/a%2Fb//caf%C3%A9/")
    #expect(message.target.segments == ["a/b", "", "caf\u{E9}", ""])
    #expect(message.target.query.map(\.name) == ["q", "flag", "q"])
    #expect(message.target.query.map(\.value) == ["x y&", "", "2"])
    #expect(message.headers["Accept"] == "one")
    #expect(message.headers.values("Accept") == ["one", "two"])
    #expect(message.body == Array("abc".utf8))
  }

  @Test func `chunks are joined and their extensions and trailers dropped`() throws {
    let message = try #require(
      parse(Self.chunked("3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n")).messages.first)
    #expect(message.body == Array("abcde".utf8))
    #expect(message.headers["X-Late"] == nil)
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade ,\tCLOSE\r\n\r\n", false),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: closer\r\n\r\n", true),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false),
  ])
  func `a connection is kept by HTTP 1.1 unless the client says close`(
    text: String, keepsAlive: Bool
  ) {
    #expect(parse(text).messages.map(\.keepsAlive) == [keepsAlive])
  }

  @Test func `a client that waits for 100 Continue is noticed once`() throws {
    var parser = RequestParser()
    parser.append((Self.post + "Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n").utf8)
    guard case .expectsContinue = try parser.next() else {
      Issue.record("the expectation was not reported")
      return
    }
    guard case .needsMore = try parser.next() else {
      Issue.record("the expectation was reported twice")
      return
    }
    parser.append("ok".utf8)
    guard case .message(let message) = try parser.next() else {
      Issue.record("the request did not arrive")
      return
    }
    #expect(message.body == Array("ok".utf8))
  }

  @Test func `limits count the last byte that is allowed`() {
    let path = Self.fill("a", 200 - "GET / HTTP/1.1".utf8.count)
    #expect(parse("GET /\(path) HTTP/1.1\r\n" + Self.host + "\r\n").error == nil)
    #expect(
      parse("GET /\(path)a HTTP/1.1\r\n" + Self.host + "\r\n").error?.status == .targetTooLong)
    let fields = Self.fill("A: 1\r\n", 9)
    #expect(parse(Self.get + Self.host + fields + "\r\n").error == nil)
    #expect(
      parse(Self.post + "Content-Length: 100\r\n\r\n" + Self.fill("x", 100)).messages.count == 1)
  }

  @Test func `a control character is found wherever it stands, and nothing else is taken for one`()
  {
    for place in 0..<40 {
      for byte in UInt8.min...UInt8.max {
        var value = [UInt8](repeating: 0x61, count: 40)
        value[place] = byte
        let request = Array((Self.get + Self.host + "A: ").utf8) + value + Array("\r\n\r\n".utf8)
        let isControl = byte < 0x20 && byte != 0x09 || byte == 0x7F
        let error = parse([request]).error
        let isRefused = error != nil
        // No field value but UTF-8 is taken.
        #expect(isRefused == (isControl || byte >= 0x80), "byte \(byte) at \(place)")
      }
    }
  }

  @Test func `random bytes never crash the parser`() {
    let alphabet = Array(
      "GET / HTTP/1.1\r\nHost:a\r\n\r\nTransfer-Encoding: chunked0;%\t\u{0}".utf8)
    for seed in 1...300 {
      var state = UInt64(seed)
      func draw(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      var bytes = Array(Self.valid[draw(Self.valid.count)].utf8)
      for _ in 0...draw(4) { bytes[draw(bytes.count)] = alphabet[draw(alphabet.count)] }
      let whole = parse([bytes])
      let cut = draw(bytes.count)
      let halves = parse([Array(bytes[..<cut]), Array(bytes[cut...])])
      #expect(halves.messages == whole.messages && halves.error == whole.error, "seed \(seed)")
    }
  }
}
