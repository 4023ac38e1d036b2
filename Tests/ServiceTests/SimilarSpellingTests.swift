import Domain
import Engine
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

/// Two ids that look alike and differ in Unicode normalisation alone.
@Suite struct SimilarSpellingTests {
  private let directory = TemporaryDirectory()
  private let spellings = ["caf\u{e9}", "cafe\u{301}"]

  private func check(_ rapport: Rapport) throws {
    for kind in [ModelKind.recommender, .churn] {
      _ = try rapport.train(
        kind, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    }
    #expect(try rapport.catalogue().key(of: spellings[0]) != nil)
    #expect(
      try rapport.catalogue().key(of: spellings[0]) != rapport.catalogue().key(of: spellings[1]))
    let list = try rapport.recommend(
      customer: "k02", options: RecommendationOptions(limit: 50, explains: true))
    let listed = Set(list.items.map { Array($0.productId.utf8) })
    for spelling in spellings { #expect(listed.contains(Array(spelling.utf8))) }
    for spelling in spellings {
      #expect(
        try !rapport.similar(to: spelling, limit: 30).items.map { Array($0.productId.utf8) }
          .contains(Array(spelling.utf8)))
      let inHand = try rapport.recommend(
        session: [SessionEvent(productID: spelling)], country: nil,
        options: RecommendationOptions(limit: 50))
      #expect(!inHand.items.map { Array($0.productId.utf8) }.contains(Array(spelling.utf8)))
      #expect(try rapport.churn(customer: spelling).customerId.utf8.elementsEqual(spelling.utf8))
    }
    #expect(try rapport.check().isEmpty)
  }

  @Test func `recorded, both exist and are answered for`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let before = try rapport.status()
    for (number, spelling) in spellings.enumerated() {
      _ = try rapport.record([
        Interaction(
          customer: Customer.ID(spelling), product: Product.ID(spelling), kind: .purchase,
          occurredAt: Timestamp(year: 2025, month: 10, day: 1 + number))
      ])
    }
    #expect(try rapport.status().products == before.products + 2)
    #expect(try rapport.status().customers == before.customers + 2)
    try check(rapport)
  }

  @Test func `imported, both exist and are answered for`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    let before = try rapport.status()
    var lines = "customer_id,product_id,kind,occurred_at\n"
    for spelling in spellings { lines += "\(spelling),\(spelling),purchase,2025-10-01\n" }
    #expect(
      try SampleShop.load(lines, "more.csv", .interactions, into: rapport).added == 2)
    try SampleShop.load(
      "id,title\n\(spellings[0]),One\n\(spellings[1]),Two\n", "more.csv", .products, into: rapport)
    #expect(try rapport.status().products == before.products + 2)
    try check(rapport)
  }
}

@Suite struct PopularityAnswerTests {
  @Test func `where nobody has bought, what is viewed most is most popular`() throws {
    let directory = TemporaryDirectory()
    let rapport = Rapport(store: try Store.create(at: directory.database))
    var lines = "customer_id,product_id,kind,occurred_at\n"
    for (product, views) in [("rare", 2), ("most", 9), ("some", 5)] {
      for customer in 0..<views { lines += "c\(customer),\(product),view,2025-01-10\n" }
    }
    try SampleShop.load(lines, "views.csv", .interactions, into: rapport)
    _ = try rapport.train(
      .recommender, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    let answer = try rapport.recommend(customer: "nobody", options: RecommendationOptions())
    #expect(answer.items.map(\.productId) == ["most", "some", "rare"])
  }
}
