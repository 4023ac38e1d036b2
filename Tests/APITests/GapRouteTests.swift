import Domain
import Service
import Storage
import TestSupport
import Testing

@Suite struct GapRouteTests {
  @Test func `gaps are listed as they are in the command`() throws {
    let client = try Client()
    try client.rapport.store.write { writer in
      try writer.createConversation(id: "c", startedAt: Timestamp(seconds: 1))
      for (row, text) in ["gift vouchers?", "gift vouchers please", "a dog friendly shop"]
        .enumerated()
      {
        try writer.append(
          ConversationMessage(
            id: "m\(row)", author: .customer, text: text, outcome: "clarify",
            createdAt: Timestamp(seconds: Int64(row))), toConversation: "c")
      }
    }
    let answer = try JSON(parsing: client.get("/v1/support/gaps").text)
    let gaps = try #require(answer["gaps"]).elements
    #expect(gaps.count == 2 && answer["total_gaps"]?.number == 2)
    #expect(gaps[0]["count"]?.number == 2 && gaps[0]["reasons"]?["unclear"]?.number == 2)
    #expect(gaps[0]["suggestion"]?["kind"]?.string == "new_subject")
    #expect(
      try JSON(parsing: client.get("/v1/support/gaps?limit=1").text)["gaps"]?.elements.count == 1)
    try expectProblem(
      client.get("/v1/support/gaps?limit=0"), 400, "invalid_parameter", pointer: "?limit")
    try expectProblem(
      client.get("/v1/support/gaps?top=1"), 400, "unknown_parameter", pointer: "?top")
  }
}
