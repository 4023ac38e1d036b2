import Domain
import Engine
import Ingest
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct ValueTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  private func refusal(_ body: () throws -> Void) -> ServiceError? {
    do {
      try body()
      return nil
    } catch { return error as? ServiceError }
  }

  @Test func `the list is in order, and one alone is as in the list`() throws {
    let list = try rapport.valueTop(60)
    #expect(list.customers.count == 60 && list.scored == 60 && list.horizonDays == 90)
    let expected = list.customers.map(\.expectedSpend)
    #expect(expected == expected.sorted(by: >))
    #expect(abs(list.expectedSpend - expected.reduce(0, +)) < 0.01)
    for customer in list.customers.prefix(3) + list.customers.suffix(3) {
      let one = try rapport.value(customer: customer.customerId)
      #expect(abs(one.expectedSpend - customer.expectedSpend) < 1e-6)
      #expect(one.low <= one.high && one.model == "value-1")
      let logOdds = one.factors.reduce(one.baseLogOdds) { $0 + $1.toLogOdds }
      let logSpend = one.factors.reduce(one.baseLogSpend) { $0 + $1.toLogSpend }
      #expect(abs(logOdds - one.logOdds) < 1e-9 && abs(logSpend - one.logSpend) < 1e-9)
      #expect(one.bgNbdSpend != nil)
    }
    // Garden things cost more than coffee.
    #expect(try rapport.valueTop(10).customers.allSatisfy { $0.customerId >= "k30" })
  }

  @Test func `values if kept cover all buyers`() throws {
    let found = try #require(try rapport.valuesIfKept())
    #expect(found.values.count == 60 && found.median > 0)
    #expect(found.values.values.allSatisfy { $0 >= 0 && $0.isFinite })
  }

  @Test func `who has not bought, who is not known, and nothing trained`() throws {
    try SampleShop.load("id\nnew1\n", "customers.csv", .customers, into: rapport)
    #expect(refusal { _ = try rapport.value(customer: "new1") }?.code == .noScore)
    #expect(refusal { _ = try rapport.value(customer: "k0") }?.code == .unknownCustomer)
    let young = try SampleShop.create(at: directory.file("young.db"))
    #expect(refusal { _ = try young.valueTop(3) }?.code == .notTrained)
    let values = try young.valuesIfKept()
    #expect(values == nil)
  }

  @Test func `a purchase counts at once`() throws {
    let before = try rapport.value(customer: "k00")
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID("k00"), product: Product.ID("p01"), kind: .purchase, value: 9,
        occurredAt: Timestamp(year: 2025, month: 10, day: 27, hour: 12))
    ])
    let after = try rapport.value(customer: "k00")
    #expect(after.expectedSpend > before.expectedSpend)
    let listed = try rapport.valueTop(60).customers.first { $0.customerId == "k00" }
    #expect(abs((listed?.expectedSpend ?? 0) - after.expectedSpend) < 1e-6)
  }

  @Test func `money in two currencies is not added up`() throws {
    try SampleShop.load(
      "id,title,price,currency\np01,Thing,1.50,USD\n", "dollars.csv", .products, into: rapport)
    let error = refusal {
      _ = try rapport.train(
        .value, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(),
        progress: nil)
    }
    #expect(error?.message.contains("priced in 2 currencies") == true, "\(error?.message ?? "")")
  }

  @Test func `a horizon longer than the data says what is possible`() {
    let error = refusal {
      _ = try rapport.train(
        .value, options: TrainingOptions(horizonDays: 400), cancellation: Cancellation(),
        progress: nil)
    }
    #expect(error?.code == .nothingToLearn)
    #expect(error?.message.contains("choose '--horizon") == true, "\(error?.message ?? "")")
  }
}
