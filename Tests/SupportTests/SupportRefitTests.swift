import Domain
import Engine
import Testing

@testable import Support

@Suite struct SupportRefitTests {
  @Test func `an added example is answered, and the networks stay`() throws {
    let model = try SupportFixture.model()
    var entries = SupportFixture.entries
    entries[0].examples.append("whereabouts of the crate")
    let refitted = try model.refitted(entries, configuration: SupportFixture.configuration)
    let reply = refitted.reply(to: "the crate, whereabouts?")
    #expect(reply.intent == "track_order" && reply.action == .answer)
    #expect(refitted.phrasingCount == model.phrasingCount + 1)
    #expect(refitted.legs.networks.columns == model.legs.networks.columns)
  }

  @Test func `a new intent is found although the networks do not know it`() throws {
    let model = try SupportFixture.model()
    let entries =
      SupportFixture.entries + [
        FAQEntry(
          intent: "apprenticeship", questions: ["Do you train apprentices?"],
          answer: "Every September.", language: "en",
          examples: [
            "apprenticeship places", "can my son become an apprentice", "traineeship with you",
            "apprentice application",
          ])
      ]
    let refitted = try model.refitted(entries, configuration: SupportFixture.configuration)
    let row = try #require(refitted.intents.firstIndex(of: "apprenticeship"))
    #expect(model.legs.networks.leg == nil || refitted.legs.networks.columns[row] == nil)
    let reply = refitted.reply(to: "is there an apprentice position")
    #expect(reply.intent == "apprenticeship")
    #expect(abs(reply.ranking.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
    #expect(refitted.reply(to: "can i pay with paypal").intent == "payment")
    let stored = try SupportModel(checkpoint: refitted.checkpoint())
    #expect(stored.reply(to: "is there an apprentice position").ranking == reply.ranking)
  }

  @Test func `a removed intent is never named again`() throws {
    let entries = SupportFixture.entries.filter { $0.intent != "gift_wrap" }
    let refitted = try SupportFixture.model().refitted(
      entries, configuration: SupportFixture.configuration)
    let reply = refitted.reply(to: "wrap the gift please")
    #expect(!reply.ranking.contains { $0.intent == "gift_wrap" })
    #expect(abs(reply.ranking.reduce(0) { $0 + $1.probability } - 1) < 1e-9)
  }
}
