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

  @Test func `a customer's conversations and how they ended`() throws {
    let client = try Client()
    let first = try client.post(
      "/v1/bot/messages", #"{"text":"human","customer_id":"k02"}"#
    ).decoded(SupportAnswer.self)
    #expect(first.action == "handoff" && first.step == "handoff")
    let id = try #require(first.conversationId)
    let history = try client.get("/v1/customers/k02/conversations?limit=1")
      .decoded(ConversationsAnswer.self)
    #expect(history.conversations.map(\.outcome) == ["handed_over"])
    #expect(history.conversations.first?.messages.map(\.text).first == "human")
    let stats = try client.get("/v1/support/stats").decoded(SupportStatisticsAnswer.self)
    #expect(stats.handoffRate == 1 && stats.resolutionRate == 0)
    let resolved = try client.post("/v1/bot/conversations/\(id)/resolve", "")
    #expect(resolved.text == #"{"status":"resolved"}"#)
    try expectProblem(
      client.post("/v1/bot/conversations/c0/resolve", ""), 404, "unknown_conversation")
    try expectProblem(
      client.get("/v1/support/stats?since=yesterday"), 400, "invalid_parameter",
      pointer: "?since")
    try expectProblem(client.get("/v1/customers/no/conversations"), 404, "unknown_customer")
  }
}
