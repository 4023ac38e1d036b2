import Domain
import Engine
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The refused event that a body throws.
func refusedEvent(_ body: () throws -> Void) -> RefusedEvent? {
  do {
    try body()
    return nil
  } catch {
    return error as? RefusedEvent
  }
}

@Suite struct OnlineTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport
  private let start = Timestamp(year: 2026, month: 1, day: 1)

  init() throws { rapport = try SampleShop.openTrained(at: directory.database) }

  private func after(days: Int = 0, seconds: Int64 = 0) -> Timestamp {
    Timestamp(seconds: start.adding(days: days).seconds + seconds)
  }

  private func shown(
    _ products: String..., to customer: String?, list: String? = nil, session: String? = nil,
    model: String? = nil, at time: Timestamp? = nil, event: String? = nil
  ) -> RecommendationEvent {
    RecommendationEvent(
      .impression, productIDs: products, recommendationID: list, customerID: customer,
      sessionID: session, position: 1, model: model, occurredAt: time ?? start, eventID: event)
  }

  private func clicked(
    _ product: String, by customer: String?, list: String? = nil, session: String? = nil,
    model: String? = nil, at time: Timestamp? = nil, event: String? = nil
  ) -> RecommendationEvent {
    RecommendationEvent(
      .click, productIDs: [product], recommendationID: list, customerID: customer,
      sessionID: session, model: model, occurredAt: time ?? after(seconds: 60), eventID: event)
  }

  private func buy(_ product: String, by customer: String, at time: Timestamp) throws {
    _ = try rapport.record([
      Interaction(
        customer: Customer.ID(customer), product: Product.ID(product), kind: .purchase,
        occurredAt: time)
    ])
  }

  @Test func `figures on a few events are those counted by hand`() throws {
    let recorded = try rapport.record([
      clicked("p02", by: "k01", list: "l1"), clicked("p01", by: nil, session: "s"),
      shown("p01", "p02", "p03", to: "k01", list: "l1"), shown("p01", "p02", to: "k02"),
      shown("p01", to: nil, session: "s"),
    ])
    #expect(recorded == RecordedEvents(impressions: 6, clicks: 2))
    try buy("p02", by: "k01", at: after(days: 1))
    try buy("p02", by: "k01", at: after(days: 2))
    try buy("p03", by: "k01", at: after(days: 7, seconds: 1))
    try buy("p01", by: "k02", at: after(seconds: -1))
    try buy("p02", by: "k02", at: after(days: 7))
    let report = try rapport.onlineReport()
    let model = try #require(report.models.first)
    #expect(report.models.count == 1 && model.model == "recommender-1")
    #expect(model.impressions == 6 && model.clicks == 2)
    #expect(model.customerImpressions == 5 && model.conversions == 2 && model.purchases == 3)
    // Wilson's interval of 2 in 6.
    #expect(model.clickThrough?.value == 0.333333)
    #expect(model.clickThrough?.low == 0.096771 && model.clickThrough?.high == 0.700007)
    #expect(model.conversion?.value == 0.4)
    #expect(report.positions.map(\.position) == [1, 2, 3])
    #expect(report.positions.map(\.impressions) == [3, 2, 1])
    #expect(report.positions.map(\.clicks) == [1, 1, 0])
    #expect(try rapport.status().online?.models == report.models)
  }

  @Test func `nothing shown is no report`() throws {
    #expect(try rapport.onlineReport().models.isEmpty)
    #expect(try rapport.status().online == nil)
    #expect(try rapport.readMetrics().groups.isEmpty)
  }

  @Test func `events sent again change nothing`() throws {
    let events = [
      shown("p01", "p02", to: "k01", event: "e1"), shown("p01", "p02", to: "k01", list: "l1"),
      clicked("p01", by: "k01", list: "l1", event: "c1"), clicked("p02", by: "k01", event: "c2"),
    ]
    #expect(try rapport.record(events) == RecordedEvents(impressions: 4, clicks: 2))
    #expect(try rapport.record(events) == RecordedEvents(duplicates: 6))
    // A later impression must not get the click of an earlier one again.
    _ = try rapport.record([shown("p02", to: "k01", at: after(seconds: 30))])
    #expect(
      try rapport.record([clicked("p02", by: "k01", event: "c2")])
        == RecordedEvents(duplicates: 1))
  }

  @Test func `a click goes to the latest impression of its customer in seven days`() throws {
    _ = try rapport.record([
      shown("p01", to: "k01"), shown("p01", to: "k02", session: "s"),
      shown("p01", to: "k01", at: after(days: 7)),
    ])
    func click(_ customer: String?, _ time: Timestamp, session: String? = nil) throws
      -> RecordedEvents
    {
      try rapport.record([clicked("p01", by: customer, session: session, at: time)])
    }
    #expect(try click("k03", after(seconds: 9)) == RecordedEvents(unmatched: 1))
    #expect(try click("k01", after(seconds: -1)) == RecordedEvents(unmatched: 1))
    #expect(try click("k01", after(days: 14, seconds: 1)) == RecordedEvents(unmatched: 1))
    #expect(try click("k01", after(days: 14)) == RecordedEvents(clicks: 1))
    #expect(try click("k01", after(days: 8)) == RecordedEvents(duplicates: 1))
    #expect(try click("k01", after(days: 6)) == RecordedEvents(clicks: 1))
    #expect(try click(nil, after(days: 1), session: "s") == RecordedEvents(clicks: 1))
  }

  @Test func `a click whose answer is known counts as shown whenever its impression comes`() throws
  {
    let id = RecommendationID.make(version: 1)
    #expect(
      try rapport.record([clicked("p01", by: nil, list: id)])
        == RecordedEvents(impressions: 1, clicks: 1))
    #expect(
      try rapport.record([shown("p01", "p02", to: "k01", list: id)])
        == RecordedEvents(impressions: 1, duplicates: 1))
    #expect(
      try rapport.record([clicked("p01", by: nil, list: "theirs")])
        == RecordedEvents(unmatched: 1))
  }

  @Test func `the version is told by the id or the event, else it is the active one`() throws {
    _ = try rapport.train(
      .recommender, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    _ = try rapport.record([
      shown("p01", to: "k01"), shown("p02", to: "k01", model: "recommender-1"),
      shown("p03", to: "k01", list: RecommendationID.make(version: 1)),
      shown("p04", to: "k01", list: "theirs", model: "recommender-2"),
    ])
    let models = try rapport.onlineReport().models
    #expect(models.map(\.model) == ["recommender-1", "recommender-2"])
    #expect(models.map(\.impressions) == [2, 2])
  }

  @Test func `what nobody knows is refused by its place and nothing is stored`() throws {
    let good = shown("p01", to: "k01")
    let one = RecommendationID.make(version: 1)
    for (event, field, code) in [
      (shown("p99", to: "k01"), "product_id", ServiceError.Code.unknownProduct),
      (shown("p01", "p99", to: "k01"), "product_ids/1", .unknownProduct),
      (shown("p01", to: "k99"), "customer_id", .unknownCustomer),
      (shown("p01", to: "k01", model: "recommender-2"), "model", .unknownModel),
      (shown("p01", to: "k01", model: "churn-1"), "model", .unknownModel),
      (shown("p01", to: "k01", model: "recommender-0"), "model", .unknownModel),
      (shown("p01", to: "k01", list: one + "2"), "recommendation_id", .unknownModel),
      (clicked("p01", by: "k99"), "customer_id", .unknownCustomer),
      (clicked("p01", by: "k01", list: one + "2"), "recommendation_id", .unknownModel),
    ] {
      let refused = refusedEvent { _ = try rapport.record([good, good, event]) }
      #expect(refused?.index == 2 && refused?.field == field, "\(refused as Any)")
      #expect(refused?.reason.code == code, "\(refused as Any)")
    }
    #expect(try rapport.onlineReport().models.isEmpty)
  }

  @Test func `before the first training only a named version could be meant`() throws {
    let young = try SampleShop.create(at: directory.file("young.db"))
    let refused = refusedEvent { _ = try young.record([shown("p01", to: "k01")]) }
    #expect(refused?.reason.code == .notTrained)
    let listed = refusedEvent {
      _ = try young.record([shown("p01", to: "k01", list: RecommendationID.make(version: 1))])
    }
    #expect(listed?.field == "recommendation_id")
  }

  // MARK: - Metrics

  @Test func `counters count what is recorded and never fall`() throws {
    #expect(try rapport.metrics().groups.isEmpty)
    _ = try rapport.record([
      shown("p01", "p02", to: "k01"), shown("p01", to: "k02"), clicked("p01", by: "k01"),
    ])
    let before = try #require(try rapport.readMetrics().groups.first)
    #expect(before.group == MetricsSnapshot.Group(model: "recommender-1"))
    #expect(
      before.counts
        == MetricsSnapshot.Counts(
          impressions: 3, clicks: 1, customerImpressions: 3, conversions: 0))
    #expect(try rapport.store.write { try $0.erase(Customer.ID("k01")) })
    #expect(try rapport.onlineReport().models.map(\.impressions) == [1])
    #expect(try rapport.readMetrics().groups.first?.counts == before.counts)
    #expect(try rapport.store.write { try $0.erase(Customer.ID("k02")) })
    #expect(try rapport.readMetrics().groups.first?.counts == before.counts)
  }

  @Test func `a reading is kept for a while, and a slow one made anew in the background`() throws {
    let first = try rapport.metrics()
    _ = try rapport.record([shown("p01", to: "k01")])
    func keep(takenAt time: ContinuousClock.Instant) {
      rapport.online.withLock {
        $0.metrics = OnlineState.KeptMetrics(snapshot: first, takenAt: time, cost: .seconds(1))
      }
    }
    keep(takenAt: .now + .seconds(3600))
    #expect(try rapport.metrics().groups.isEmpty)
    keep(takenAt: .now - .seconds(3600))
    #expect(try rapport.metrics().groups.isEmpty)
    for _ in 0..<1000 where try rapport.metrics().groups.isEmpty { usleep(10_000) }
    #expect(try rapport.metrics().groups.map(\.counts.impressions) == [1])
  }

  @Test func `metrics name the models in use and the rows stored`() throws {
    let metrics = try rapport.metrics()
    #expect(
      metrics.models.map(\.name).sorted()
        == ["churn-1", "recommender-1", "support-1", "value-1"])
    #expect(metrics.records.first { $0.table == "customers" }?.rows == 60)
    #expect(metrics.records.first { $0.table == "products" }?.rows == 21)
  }
}

@Suite struct RecommendationIDTests {
  @Test func `an id says its version and sorts by time`() {
    let earlier = RecommendationID.make(version: 12, milliseconds: 1_790_000_000_000, random: 0)
    let later = RecommendationID.make(
      version: 3, milliseconds: 1_790_000_000_001, random: .max)
    #expect(earlier.count == 21 && earlier.hasSuffix("00000000-12"))
    #expect(earlier < later)
    #expect(later.hasSuffix("zzzzzzzz-3"))
    #expect(RecommendationID.version(in: earlier) == 12)
    #expect(RecommendationID.version(in: RecommendationID.make(version: 7)) == 7)
  }

  @Test func `ids made elsewhere say nothing`() {
    let id = String(repeating: "0", count: 18)
    for text in [
      "", "7", id, id + "-", id + "-x", id + "--1", id + "-1a", "u" + id.dropFirst() + "-1",
      id + "0-1", "-1", id + "-99999999999999999999",
    ] {
      #expect(RecommendationID.version(in: text) == nil, "\(text)")
    }
  }

  @Test func `ids do not repeat`() {
    #expect(Set((0..<10_000).map { _ in RecommendationID.make(version: 1) }).count == 10_000)
  }
}
