import Domain
import Engine
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

/// What `status` says of a churn model that grows old.
@Suite struct ChurnChangesTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  @Test func `a model just trained has nothing to warn of`() throws {
    let changes = try #require(try rapport.status().churnChanges)
    #expect(changes.drift.allSatisfy { $0.reading != "shifted" })
    #expect(changes.outcome == nil)
    #expect(changes.ignoredAttributes.isEmpty && changes.missingAttributes.isEmpty)
  }

  @Test func `an attribute that came after training is named and moves no score`() throws {
    let before = try rapport.churn(customer: "k01").churnProbability
    try SampleShop.load("id,shoe_size\nk01,41\nk02,44\n", "new.csv", .customers, into: rapport)
    #expect(try rapport.status().churnChanges?.ignoredAttributes == ["shoe_size"])
    #expect(try rapport.churn(customer: "k01").churnProbability == before)
  }

  @Test func `when nobody comes back for a horizon, status says that was not foretold`() throws {
    // Two purchases much later let the data end there; the others stay away.
    for (customer, day) in [("k01", 1), ("k02", 2)] {
      _ = try rapport.record([
        Interaction(
          customer: Customer.ID(customer), product: Product.ID("p01"), kind: .purchase, value: 5,
          occurredAt: Timestamp(year: 2026, month: 3, day: day))
      ])
    }
    let changes = try #require(try rapport.status().churnChanges)
    let outcome = try #require(changes.outcome)
    #expect(outcome.hasDrifted && outcome.observed > 0.9 && outcome.days == 90)
    #expect(changes.drift.contains { $0.feature == "recency_days" && $0.reading == "shifted" })
  }

  @Test func `labels of customers nobody knew are counted`() throws {
    let outcome = try SampleShop.load(
      "customer_id,label\nk01,1\nstranger,0\n", "labels.csv", .labels, into: rapport)
    let note = try #require(
      outcome.summary.notes.first { $0.code == "labels_of_unknown_customers" })
    #expect(note.count == 1 && note.text.contains("stranger"))
  }

  @Test func `a list by profit is in that order and says what contacts bring`() throws {
    let list = try rapport.churnList(
      ChurnListOptions(limit: 60, order: .profit, includesGone: true))
    let profits = try list.customers.map { try #require($0.expectedProfitIfContacted) }
    #expect(profits == profits.sorted(by: >))
    for customer in list.customers {
      let value = try #require(customer.expectedValue)
      let profit = customer.churnProbability * list.saveRate * list.margin * value
      #expect(abs(profit - list.contactCost - (customer.expectedProfitIfContacted ?? 0)) < 1e-9)
    }
    let csv = try rapport.churnCSV(ChurnListOptions(limit: 3, order: .profit))
    #expect(csv.hasPrefix("customer_id,name,churn_probability,risk_level,expected_value,"))
    #expect(csv.split(separator: "\r\n").count == 4)
  }

  @Test func `money in two currencies is refused and both are named`() throws {
    try SampleShop.load(
      "id,title,price,currency\np01,Thing,1.50,USD\n", "dollars.csv", .products, into: rapport)
    let error = serviceError {
      _ = try rapport.train(
        .churn, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(),
        progress: nil)
    }
    #expect(error?.message.contains("EUR") == true && error?.message.contains("USD") == true)
    #expect(error?.code == .mixedCurrencies)
  }
}
