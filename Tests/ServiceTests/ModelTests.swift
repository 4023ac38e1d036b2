import Dispatch
import Domain
import Engine
import Evaluation
import Ingest
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

@Suite struct ModelTests {
  private let directory = TemporaryDirectory()

  private func train(
    _ kind: ModelKind, _ rapport: Rapport, seed: UInt64 = 1, _ cancellation: Cancellation? = nil
  ) throws -> TrainingResult {
    try rapport.train(
      kind, options: TrainingOptions(seed: seed, horizonDays: 90),
      cancellation: cancellation ?? Cancellation(),
      progress: nil)
  }

  @Test func `training before an import says what to import`() throws {
    let rapport = Rapport(store: try Store.create(at: directory.database))
    #expect(try rapport.trainableKinds().isEmpty)
    for kind in ModelKind.allCases {
      let error = serviceError { _ = try train(kind, rapport) }
      #expect(error?.code == .nothingToLearn)
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains("rapport import"), "\(kind): \(text)")
      let measuring = serviceError {
        _ = try rapport.evaluate(
          kind, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(),
          progress: nil)
      }
      #expect(measuring?.code == .nothingToLearn)
    }
  }

  @Test func `asking before training says to train`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    #expect(try rapport.warmUp().isEmpty)
    let questions: [() throws -> Void] = [
      { _ = try rapport.recommend(customer: "k01", options: RecommendationOptions()) },
      { _ = try rapport.similar(to: "p01", limit: 3) },
      { _ = try rapport.churnList(ChurnListOptions(limit: 3)) },
      { _ = try rapport.churn(customer: "k01") },
      { _ = try rapport.ask("hello") },
    ]
    for question in questions {
      let error = serviceError(question)
      #expect(error?.code == .notTrained)
      #expect(error?.hint == "run 'rapport train'")
    }
  }

  @Test func `those who ask at once for a model wait for one reading of it`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    _ = try train(.recommender, rapport)
    rapport.recordsWereErased()
    let readings = Mutex<Set<Int>>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      guard let reading = try? rapport.recommender().reading else { return }
      readings.withLock { _ = $0.insert(reading) }
    }
    #expect(readings.withLock { $0.count } == 1)
  }

  @Test func `a model that was read while events came is kept`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    _ = try train(.recommender, rapport)
    rapport.recordsWereErased()
    let isDone = Mutex(false)
    let readings = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      if worker == 0 {
        while !isDone.withLock({ $0 }) { rapport.customersDidChange([]) }
      } else {
        let found = (0..<2).compactMap { _ in try? rapport.recommender().reading }
        readings.withLock { $0 = found }
        isDone.withLock { $0 = true }
      }
    }
    let found = readings.withLock { $0 }
    #expect(found.count == 2 && found.first == found.last)
  }

  @Test func `a product that comes with a known event is found`() throws {
    let rapport = try SampleShop.create(at: directory.database)
    _ = try train(.recommender, rapport)
    let event = { (product: String) in
      Interaction(
        customer: Customer.ID("k01"), product: Product.ID(product), kind: .view,
        occurredAt: Timestamp(year: 2025, month: 6, day: 1), eventID: "twice")
    }
    _ = try rapport.record([event("p01")])
    _ = try rapport.similar(to: "p01", limit: 3)
    #expect(try rapport.record([event("p-second")]).known == 1)
    #expect(serviceError { _ = try rapport.similar(to: "p-second", limit: 3) } == nil)
  }

  @Test func `one interaction is enough for a recommender`() throws {
    let rapport = Rapport(store: try Store.create(at: directory.database))
    try SampleShop.load(
      "customer_id,product_id,kind,occurred_at\nc,p,purchase,2025-01-01\n", "one.csv",
      .interactions, into: rapport)
    _ = try train(.recommender, rapport)
    let answer = try rapport.recommend(
      customer: "c", options: RecommendationOptions(explains: true))
    #expect(answer.items.map(\.productId) == ["p"])
    #expect(serviceError { _ = try train(.churn, rapport) }?.code == .nothingToLearn)
  }

  @Test func `an earlier version can be used again`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    #expect(try rapport.warmUp() == ["recommender-1", "churn-1", "value-1", "support-1"])
    let first = try rapport.recommend(customer: "k02", options: RecommendationOptions())
    #expect(try train(.recommender, rapport, seed: 9).name == "recommender-2")
    #expect(
      try rapport.recommend(customer: "k02", options: RecommendationOptions()).model
        == "recommender-2")
    #expect(try rapport.rollback("recommender", version: 1).name == "recommender-1")
    let again = try rapport.recommend(customer: "k02", options: RecommendationOptions())
    #expect(again.model == "recommender-1")
    #expect(again.items.map(\.score) == first.items.map(\.score))
    #expect(try rapport.models().filter(\.active).map(\.name).contains("recommender-1"))
    #expect(
      serviceError { _ = try rapport.rollback("recommender", version: 7) }?.hint
        == "kept are 1, 2")
    #expect(
      serviceError { _ = try rapport.rollback("recommmender", version: 1) }?.code == .unknownModel)
  }

  @Test func `a training that is stopped leaves the model in use`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let stopped = Cancellation()
    stopped.cancel()
    for kind in ModelKind.allCases {
      #expect(serviceError { _ = try train(kind, rapport, stopped) }?.code == .cancelled)
    }
    #expect(
      try rapport.models().map(\.name).sorted()
        == ["churn-1", "recommender-1", "support-1", "value-1"])
  }

  @Test func `a model knows when the data have changed since`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    #expect(try rapport.models().allSatisfy { !$0.outdated })
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID("k01"), product: Product.ID("p01"), kind: .view,
        occurredAt: Timestamp(year: 2025, month: 10, day: 27))
    ])
    #expect(try rapport.models().contains { $0.kind == "recommender" && $0.outdated })
  }

  @Test func `training the same data with the same seed stores the same bytes`() throws {
    let one = try SampleShop.openTrained(at: directory.database)
    let two = try SampleShop.create(at: directory.file("two.db"))
    for kind in ModelKind.allCases {
      _ = try train(kind, two)
      let version = ModelVersion.Kind(rawValue: kind.rawValue)
      let (left, right) = (
        try one.store.read { try $0.activeModel(version) },
        try two.store.read { try $0.activeModel(version) }
      )
      #expect(left?.blob == right?.blob, "\(kind)")
    }
  }

  @Test func `each kind can be measured`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    for kind in ModelKind.allCases {
      let report = try rapport.evaluate(
        kind, options: TrainingOptions(horizonDays: 90), cancellation: Cancellation(), progress: nil
      )
      #expect(!report.metrics.entries.isEmpty)
      #expect(report.testCount > 0)
      let text = String(decoding: try JSONText.encode(ReportAnswer(report)), as: UTF8.self)
      #expect(text.contains("\"n_test\":\(report.testCount)"))
    }
  }

  @Test func `a product just recorded is known to every thread`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for number in 0..<40 {
        let id = "new-\(thread)-\(number)"
        do {
          _ = try rapport.record([
            Interaction(
              customer: Customer.ID("k01"), product: Product.ID(id), kind: .view,
              occurredAt: Timestamp(year: 2025, month: 10, day: 27))
          ])
          _ = try rapport.recommend(
            session: [SessionEvent(productID: id)], country: nil,
            options: RecommendationOptions(limit: 1))
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }

  @Test func `a shop that was trained is sound`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    #expect(try rapport.check().isEmpty)
    let status = try rapport.status()
    #expect(status.customers == 60)
    #expect(status.models.count == 4)
    #expect(status.firstInteraction?.hasPrefix("2025-01-01") == true)
  }
}
