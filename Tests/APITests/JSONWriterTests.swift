import HTTPServer
import Service
import Testing

@testable import API

@Suite struct JSONWriterTests {
  @Test(arguments: [
    "/v1/customers/k02/recommendations?explain=1", "/v1/customers/k02/recommendations",
    "/v1/customers/nobody/recommendations?limit=3", "/v1/products/p11/similar",
    "/v1/customers/k02/recommendations?explain=1&diversity=0.5&bought=boost&limit=20",
    "/v1/customers/k02/recommendations?category=Garden&min_price=9000",
  ])
  func `lists are written as the encoder writes them`(target: String) throws {
    let client = try Client()
    let reply = try client.get(target)
    let answer = try reply.decoded(RecommendationAnswer.self)
    #expect(try reply.body == JSONText.encode(answer))
  }

  @Test func `texts and numbers of every kind are written as the encoder writes them`() throws {
    let client = try Client()
    var answer = try client.get("/v1/customers/k02/recommendations?explain=1")
      .decoded(RecommendationAnswer.self)
    for (text, number) in [
      ("a\"b\\c/d", 0.0), ("\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}", -0.0),
      ("ü商👩‍🚀\u{2028}", 1e-7), ("", 1e21), ("x", 123_456.789), ("y", -1e16), ("z", 0.1),
    ] {
      answer.customerId = text
      answer.items[0].title = text
      answer.items[0].score = number
      answer.items[0].price = number
      #expect(try answer.response().body == JSONText.encode(answer), "\(number)")
    }
    answer.items[0].score = .infinity
    #expect(throws: (any Error).self) { try answer.response() }
  }
}
