import Service
import Testing

@Suite struct SupportRouteTests {
  @Test func `a conversation with feedback`() throws {
    let client = try Client()
    let first = try client.post(
      "/v1/bot/messages", #"{"text":"Where is my parcel?","customer_id":"k02"}"#)
    #expect(first.status == 200)
    let answer = try first.decoded(SupportAnswer.self)
    #expect(answer.customer?.customerId == "k02")
    let conversation = try #require(answer.conversationId)
    let message = try #require(answer.messageId)
    let second = try client.post(
      "/v1/bot/messages",
      #"{"text":"and when are you open?","conversation_id":"\#(conversation)"}"#
    ).decoded(SupportAnswer.self)
    #expect(second.conversationId == conversation)
    let feedback = try client.post("/v1/bot/messages/\(message)/feedback", #"{"helpful":true}"#)
    #expect(feedback.text == #"{"status":"kept"}"#)
    try expectProblem(
      client.post("/v1/bot/messages/m0/feedback", #"{"helpful":true}"#), 404, "unknown_message")
    try expectProblem(
      client.post("/v1/bot/messages/\(message)/feedback", #"{"helpful":"yes"}"#), 400,
      "invalid_field", pointer: "/helpful")
    try expectProblem(
      client.post("/v1/bot/messages", #"{"text":"x","conversation_id":"c0"}"#), 404,
      "unknown_conversation")
    try expectProblem(
      client.post("/v1/bot/messages", #"{"text":"x","customer_id":"k0"}"#), 404,
      "unknown_customer")
  }

  @Test func `parsing keeps nothing`() throws {
    let client = try Client()
    let answer = try client.post("/v1/bot/parse", #"{"text":"do you take credit cards"}"#)
      .decoded(SupportAnswer.self)
    #expect(answer.intentRanking.first?.name == "payment")
    #expect(answer.conversationId == nil)
    #expect(try client.rapport.status().conversations == 0)
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":""}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":7}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", #"{"text":null}"#), 400, "invalid_field", pointer: "/text")
    try expectProblem(
      client.post("/v1/bot/parse", "{}"), 400, "missing_field", pointer: "/text")
  }
}
