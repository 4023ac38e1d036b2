import Domain
import FoundationEssentials
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct OverviewTests {
  private let directory = TemporaryDirectory()

  private func churn(
    _ probability: Double, _ level: String, profit: Double?, gone: Bool = false
  ) -> ChurnAnswer {
    ChurnAnswer(
      customerId: "c", asOf: "2026-01-01", definition: "no purchase within 90 days",
      alreadyGone: gone, churnProbability: probability, percentile: 0.5, riskLevel: level,
      thresholdUsed: 0.5, mediumFrom: 0.25, expectedProfitIfContacted: profit, logOdds: 0,
      baseLogOdds: 0, topRiskFactors: [], topProtectiveFactors: [], otherFactorsContribution: 0,
      model: "churn-1")
  }

  private let offer = RecommendationAnswer.Item(productId: "p1", title: "Tea", score: 1)
  private let waiting = ConversationsAnswer.Conversation(
    conversationId: "v1", startedAt: "", lastMessageAt: "", outcome: "handed_over",
    handedOverAt: "2026-01-02T00:00:00Z", messages: [])

  @Test func `the first that holds is the next action`() {
    func action(
      _ churn: ChurnAnswer?, waits: Bool = false, offers: Bool = true
    ) -> OverviewAnswer.Action {
      NextBestAction(
        waiting: waits ? waiting : nil, churn: churn, offer: offers ? offer : nil
      ).answer
    }
    let first = action(churn(0.9, "high", profit: 9), waits: true)
    #expect(first.action == "answer_conversation" && first.conversationId == "v1")
    let contact = action(churn(0.71, "high", profit: 12.3))
    #expect(contact.action == "contact_with_offer" && contact.productId == "p1")
    #expect(contact.reason.contains("high (71%)") && contact.reason.contains("12.30"))
    #expect(action(churn(0.3, "medium", profit: 0.05)).reason.contains("0.05"))
    #expect(action(churn(0.9, "high", profit: -0.5)).action == "cross_sell")
    #expect(action(churn(0.1, "low", profit: 5)).action == "cross_sell")
    #expect(action(churn(0.9, "high", profit: nil)).action == "contact_with_offer")
    #expect(action(churn(0.4, "medium", profit: nil)).action == "cross_sell")
    #expect(action(churn(0.9, "high", profit: 2, gone: true)).action == "win_back")
    #expect(action(nil, offers: false).action == "none")
  }

  @Test func `everything is on the page`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    _ = try rapport.converse("Where is my parcel?", customer: "k01", conversation: nil)
    let page = try rapport.overview(customer: "k01")
    #expect(page.customer.interactions["purchase"] ?? 0 > 10 && page.customer.currency == "EUR")
    #expect(page.customer.purchaseValue > 0 && page.customer.lastPurchase != nil)
    #expect(page.recommendations?.items.count == 5)
    #expect(page.recommendations?.items.first?.reasons?.isEmpty == false)
    #expect(try page.churn?.churnProbability == rapport.churn(customer: "k01").churnProbability)
    #expect(page.value != nil && page.conversations.count == 1 && page.unavailable.isEmpty)
    #expect(!page.nextBestAction.reason.isEmpty)
  }

  @Test func `a part that cannot be told is null with its reason`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    let page = try rapport.overview(customer: "k01")
    #expect(Set(page.unavailable.keys) == ["recommendations", "churn", "value"])
    #expect(page.unavailable["churn"]?.contains("rapport train") == true)
    #expect(page.nextBestAction.action == "none")
    let json = try JSON(parsing: String(decoding: JSONText.encode(page), as: UTF8.self))
    #expect(json["churn"] == .null && json["value"] == .null)
    #expect(throws: ServiceError.self) { try rapport.overview(customer: "nobody") }
  }
}
