import HTTPServer
import TestSupport
import Testing

@testable import API

/// Whatever is sent to the bot, the answer is a reply or says what is wrong.
@Suite struct BotInputTests {
  private static let routes: [(target: String, field: String)] = [
    ("/v1/bot/messages", "text"), ("/v1/bot/parse", "text"), ("/model/parse", "text"),
    ("/webhooks/rest/webhook", "message"),
  ]

  @Test func `texts of any kind`() throws {
    let client = try Client()
    for text in [
      " ", "🦊🦊🦊", "0123456789", #"\u0000\u0001\u007f"#, #"\ud83e\udd8a"#, "Ünïcödé テスト тест عربى",
      #"\u202e\u200b"#, "/", "/restart", #"/x{\"a\":1}"#, String(repeating: "word ", count: 13_000),
    ] {
      for route in Self.routes {
        let reply = try client.post(route.target, "{\"\(route.field)\":\"\(text)\"}")
        #expect(reply.status == 200, "\(route.target) \(text.prefix(20)): \(reply.text)")
        #expect(try JSON(parsing: reply.text) != .null)
      }
    }
  }

  @Test func `texts that are too long or no text are refused`() throws {
    let client = try Client()
    for text in [
      "\"" + String(repeating: "a", count: 100_000) + "\"", #""\ud800""#, #""\udc00x""#, "7",
      "null", "[]", "{}", "\"a",
    ] {
      for route in Self.routes {
        let reply = try client.post(route.target, "{\"\(route.field)\":\(text)}")
        #expect(reply.status == 400, "\(route.target) \(text.prefix(20)): \(reply.text)")
      }
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() throws {
    let client = try Client()
    for route in Self.routes {
      for bad in [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]] as [[UInt8]] {
        let body = Array("{\"\(route.field)\":\"a".utf8) + bad + Array("\"}".utf8)
        let reply = try client.send(.post, route.target, bytes: body, type: "application/json")
        #expect(reply.status == 400, "\(route.target) \(bad): \(reply.text)")
      }
    }
  }
}
