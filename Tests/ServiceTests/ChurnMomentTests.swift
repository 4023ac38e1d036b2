import Dispatch
import Domain
import Engine
import Features
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Service

/// Up to when churn is known, and how long what was scored is kept.
@Suite struct ChurnMomentTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  private func record(_ kind: InteractionKind, of customer: String = "k01", day: Int) throws {
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID(customer), product: Product.ID("p01"), kind: kind, value: 5,
        occurredAt: Timestamp(year: 2025, month: 11, day: day))
    ])
  }

  private func train(horizonDays: Int = 90) throws {
    _ = try rapport.train(
      .churn, options: TrainingOptions(horizonDays: horizonDays), cancellation: Cancellation(),
      progress: nil)
  }

  @Test func `a moment beyond the data is refused and the last usable day named`() throws {
    func run(_ day: Int, _ action: (TrainingOptions) throws -> Void) -> ServiceError? {
      let options = TrainingOptions(asOf: Timestamp(year: 2025, month: 10, day: day))
      return serviceError { try action(options) }
    }
    let train = { (options: TrainingOptions) in
      _ = try rapport.train(
        .churn, options: options, cancellation: Cancellation(), progress: nil)
    }
    let evaluate = { (options: TrainingOptions) in
      _ = try rapport.evaluate(
        .churn, options: options, cancellation: Cancellation(), progress: nil)
    }
    for action in [train, evaluate] {
      let error = run(29, action)
      #expect(error?.code == .invalidRequest)
      #expect(error?.hint?.contains("2025-10-28") == true, "\(error.map { "\($0)" } ?? "")")
      #expect(run(28, action) == nil)
    }
  }

  @Test func `looking around moves no score, buying does`() throws {
    let before = try rapport.churnList(ChurnListOptions(limit: 60, includesGone: true))
    #expect(before.asOf == "2025-10-28")
    try record(.view, day: 5)
    let viewed = try rapport.churnList(ChurnListOptions(limit: 60, includesGone: true))
    #expect(viewed.asOf == "2025-10-28")
    #expect(viewed.alreadyGone == before.alreadyGone)
    #expect(try rapport.churn(customer: "k01").asOf == "2025-10-28")
    try record(.purchase, day: 5)
    #expect(try rapport.churnList(ChurnListOptions(limit: 60)).asOf == "2025-11-06")
    #expect(try rapport.churn(customer: "k01").asOf == "2025-11-06")
  }

  @Test func `the list follows a purchase, a training and a rollback`() throws {
    func list() throws -> [String: Double] {
      Dictionary(
        uniqueKeysWithValues: try rapport.churnList(ChurnListOptions(limit: 60, includesGone: true))
          .customers.map {
            ($0.customerId, $0.churnProbability)
          })
    }
    let first = try list()
    let gone = try rapport.churnList(ChurnListOptions(limit: 60)).alreadyGone
    try record(.purchase, of: "k00", day: 1)
    let bought = try list()
    #expect(try #require(bought["k00"]) < #require(first["k00"]))
    #expect(try rapport.churnList(ChurnListOptions(limit: 60)).alreadyGone == gone - 1)
    try train(horizonDays: 60)
    #expect(try rapport.churnList(ChurnListOptions(limit: 1)).model == "churn-2")
    #expect(try list() != bought)
    _ = try rapport.rollback("churn", version: 1)
    #expect(try rapport.churnList(ChurnListOptions(limit: 1)).model == "churn-1")
    #expect(try list() == bought)
  }

  @Test func `many who ask at once wait for one scoring`() throws {
    let active = try rapport.churnModel()
    let scorings = Mutex(0)
    func ask() throws -> Int {
      let failures = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 8) { _ in
        do {
          _ = try rapport.keptPopulation(of: active.reading) {
            scorings.withLock { $0 += 1 }
            // Long enough for the others to come and ask.
            usleep(30_000)
            return ChurnPopulation(
              table: CustomerTable(customers: []), model: active.model,
              asOf: Timestamp(year: 2025, month: 10, day: 28), ids: [:], outcomes: [:])
          }
        } catch {
          failures.withLock { $0 += 1 }
        }
      }
      #expect(failures.withLock { $0 } == 0)
      return scorings.withLock { $0 }
    }
    #expect(try ask() == 1)
    #expect(try ask() == 1)
    try record(.purchase, day: 2)
    #expect(try ask() == 2)
    try train()
    #expect(try ask() == 3)
    _ = try rapport.rollback("churn", version: 1)
    #expect(try ask() == 4)
  }
}
