import Domain
import Engine
import Evaluation
import Glibc
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Service

@Suite struct ExperimentTests {
  private let directory = TemporaryDirectory()
  private let rapport: Rapport

  init() throws {
    rapport = try SampleShop.openTrained(at: directory.database)
    try train()
  }

  private func train() throws {
    _ = try rapport.train(
      .recommender, options: TrainingOptions(seed: 2), cancellation: Cancellation(),
      progress: nil)
  }

  private func arms(_ experiment: Experiment?, _ count: Int) throws -> [Experiment.Arm] {
    let experiment = try #require(experiment)
    return (0..<count).map { experiment.arm(of: "c\($0)") }
  }

  // MARK: - Who gets which

  // Computed with Python's hashlib.sha256 as documented at `arm(of:)`.
  @Test func `arms follow from the hash of experiment and customer`() throws {
    for expected in ["babbbbabaabaabaaaabbbbabbbabbbba", "abbaaabbabbbbbabababbaaabbaabaab"] {
      _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
      let arms = try arms(rapport.runningExperiment(), 32)
      #expect(arms.map(\.rawValue).joined() == expected)
      _ = try rapport.stopExperiment()
    }
  }

  @Test(arguments: [0.02, 0.1, 0.5, 0.9])
  func `the share is kept over ten thousand customers`(share: Double) throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: share)
    let count = try arms(rapport.runningExperiment(), 10_000).count { $0 == .b }
    let deviation = (10_000 * share * (1 - share)).squareRoot()
    #expect(abs(Double(count) - 10_000 * share) < 4 * deviation, "\(count)")
  }

  @Test func `experiments split independently of each other`() throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    let first = try arms(rapport.runningExperiment(), 10_000)
    _ = try rapport.stopExperiment()
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    let second = try arms(rapport.runningExperiment(), 10_000)
    let same = zip(first, second).count { $0 == $1 }
    #expect(abs(same - 5000) < 200, "\(same)")
  }

  @Test func `a customer keeps the version over restarts, training and rolling back`() throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    let customers = (0..<20).map { "c\($0)" }
    func names(_ rapport: Rapport) throws -> [String] {
      try customers.map { try rapport.recommender(for: $0).name }
    }
    let first = try names(rapport)
    #expect(Set(first) == ["recommender-1", "recommender-2"])
    let expected = try arms(rapport.runningExperiment(), 20)
      .map { $0 == .a ? "recommender-1" : "recommender-2" }
    #expect(first == expected)
    #expect(try rapport.recommender(for: nil).name == "recommender-2")
    try train()
    #expect(try names(rapport) == first)
    #expect(try rapport.recommender(for: nil).name == "recommender-3")
    _ = try rapport.rollback("recommender", version: 1)
    #expect(try names(rapport) == first)
    #expect(try rapport.recommender(for: nil).name == "recommender-1")
    rapport.close()
    let again = try Rapport(opening: directory.database, access: .readWrite)
    #expect(
      try again.warmUp() == ["recommender-1", "churn-1", "value-1", "support-1", "recommender-2"])
    #expect(try names(again) == first)
    #expect(try again.experiment()?.name == "experiment-1")
    _ = try again.stopExperiment()
    #expect(try Set(names(again)) == ["recommender-1"])
    #expect(try again.experiment() == nil)
  }

  @Test func `each version of an experiment answers with its own products`() throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    for customer in ["c0", "c1"] {
      let active = try rapport.recommender(for: customer)
      #expect(try !rapport.productFacts(active).available.isEmpty)
      let id = rapport.recommendationID(for: active)
      #expect("recommender-\(RecommendationID.version(in: id) ?? 0)" == active.name)
    }
  }

  // MARK: - Refusals

  @Test func `an experiment that could tell nothing is refused`() throws {
    func refusal(_ a: Int, _ b: Int, _ share: Double, _ name: String? = nil) -> ServiceError? {
      serviceError {
        _ = try rapport.startExperiment(versionA: a, versionB: b, share: share, name: name)
      }
    }
    #expect(refusal(1, 9, 0.5)?.code == .unknownModel)
    #expect(refusal(9, 1, 0.5)?.hint == "kept are 1, 2")
    #expect(refusal(2, 2, 0.5)?.code == .invalidRequest)
    for share in [-0.1, 0, 1, 1.1, .nan, .infinity] {
      #expect(refusal(1, 2, share)?.code == .invalidRequest, "\(share)")
    }
    for name in ["", " ", "a\nb", String(repeating: "x", count: 101)] {
      #expect(refusal(1, 2, 0.5, name)?.code == .invalidRequest, "\(name)")
    }
    #expect(serviceError { _ = try rapport.stopExperiment() }?.code == .noExperiment)
    #expect(serviceError { _ = try rapport.experimentReport() }?.code == .noExperiment)
    #expect(
      try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5).name == "experiment-1")
    #expect(refusal(1, 2, 0.5)?.code == .experimentRunning)
    #expect(
      serviceError { _ = try rapport.experimentReport("x") }?.hint == "there are \"experiment-1\"")
    _ = try rapport.stopExperiment()
    #expect(refusal(1, 2, 0.5, "experiment-1")?.code == .invalidRequest)
    #expect(refusal(2, 1, 0.5) == nil)
    #expect(try rapport.experiment()?.name == "experiment-2")
    let deeds = try rapport.store.read { try $0.auditLog(limit: 3) }
    #expect(deeds.map(\.action) == ["experiment.start", "experiment.stop", "experiment.start"])
    #expect(deeds.map(\.subject) == ["experiment-2", "experiment-1", "experiment-1"])
  }

  // MARK: - Reports

  @Test func `a report counts each arm by hand and names what was not meant for it`() throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    let experiment = try #require(try rapport.runningExperiment())
    let time = Timestamp(seconds: experiment.startedAt.seconds + 10)
    let customers = (0..<60).map { $0 < 10 ? "k0\($0)" : "k\($0)" }
    let arms = customers.map { experiment.arm(of: $0) }
    var events: [RecommendationEvent] = []
    var purchases: [Interaction] = []
    // Everybody is shown three products; A's customers click one and B's two, and
    // every customer of B buys what came first.
    for (customer, arm) in zip(customers, arms) {
      events.append(
        RecommendationEvent(
          .impression, productIDs: ["p01", "p02", "p03"], customerID: customer, position: 1,
          occurredAt: time))
      for product in arm == .a ? ["p01"] : ["p01", "p02"] {
        events.append(
          RecommendationEvent(.click, productIDs: [product], customerID: customer, occurredAt: time)
        )
      }
      if arm == .b {
        purchases.append(
          Interaction(
            customer: Customer.ID(customer), product: Product.ID("p01"), kind: .purchase,
            occurredAt: time.adding(days: 1)))
      }
    }
    // Neither what the other arm's version showed nor what came before counts.
    let b = try #require(zip(customers, arms).first { $0.1 == .b }?.0)
    events += [
      RecommendationEvent(
        .impression, productIDs: ["p04"], customerID: b, model: "recommender-1",
        occurredAt: time),
      RecommendationEvent(
        .impression, productIDs: ["p05"], customerID: b,
        occurredAt: time.adding(days: -1)),
      RecommendationEvent(
        .impression, productIDs: ["p06"], sessionID: "s", model: "recommender-2",
        occurredAt: time),
    ]
    _ = try rapport.record(events)
    _ = try rapport.record(purchases)
    let report = try rapport.experimentReport()
    let (countA, countB) = (arms.count { $0 == .a }, arms.count { $0 == .b })
    #expect(report.arms.map(\.arm) == ["a", "b"])
    #expect(report.arms.map(\.model) == ["recommender-1", "recommender-2"])
    #expect(report.arms.map(\.customers) == [countA, countB])
    #expect(report.arms.map(\.impressions) == [3 * countA, 3 * countB])
    #expect(report.arms.map(\.clicks) == [countA, 2 * countB])
    #expect(report.arms.map(\.conversions) == [0, countB])
    #expect(report.arms.map(\.purchases) == [0, countB])
    #expect(report.arms.map { $0.clickThrough?.value } == [0.333333, 0.666667])
    // Every customer of an arm did the same, so resampling them changes nothing.
    #expect(report.clickThroughDifference?.low == 0.333333)
    #expect(report.clickThroughDifference?.high == 0.333333)
    #expect(report.conversionDifference?.value == 0.333333)
    #expect(
      try Set(rapport.readMetrics().groups.map(\.group)) == [
        MetricsSnapshot.Group(model: "recommender-1", experiment: "experiment-1", arm: "a"),
        MetricsSnapshot.Group(model: "recommender-1"),
        MetricsSnapshot.Group(model: "recommender-2", experiment: "experiment-1", arm: "b"),
        MetricsSnapshot.Group(model: "recommender-2"),
      ])
    _ = try rapport.stopExperiment()
    let after = try rapport.experimentReport("experiment-1")
    #expect(after.arms.map(\.clicks) == report.arms.map(\.clicks))
    #expect(after.experiment.stoppedAt != nil)
  }

  @Test func `a report before any event says that it is too early`() throws {
    _ = try rapport.startExperiment(versionA: 1, versionB: 2, share: 0.5)
    let report = try rapport.experimentReport()
    #expect(report.arms.map(\.clickThrough) == [nil, nil])
    #expect(report.clickThroughDifference == nil)
    #expect(report.verdict.hasPrefix("Too few customers to tell: 0 saw A and 0 saw B"))
  }
}

@Suite struct ArmComparisonTests {
  private func arm(
    isB: Bool, customers: Int, clicks: (Int) -> Int, impressions: Int = 10
  ) -> [ArmComparison.Customer] {
    (0..<customers).map { number in
      ArmComparison.Customer(
        isB: isB,
        counts: OnlineCounts(
          impressions: impressions, customerImpressions: impressions, clicks: clicks(number)))
    }
  }

  private func verdict(_ comparison: ArmComparison, isRunning: Bool = true) -> String {
    comparison.verdict(
      clickThrough: comparison.difference(of: \.clicks),
      conversion: comparison.difference(of: \.conversions), isRunning: isRunning)
  }

  @Test func `a clear lead, an unclear one and none are told apart`() {
    let clear = ArmComparison(
      arm(isB: false, customers: 100) { $0 % 2 } + arm(isB: true, customers: 100) { 2 + $0 % 2 })
    #expect(clear.difference(of: \.clicks).value == 0.2)
    #expect(verdict(clear).hasPrefix("B leads by 20.00 percentage points of click-through (B less"))
    #expect(verdict(clear).contains("more than chance explains"))
    #expect(
      verdict(clear).hasSuffix(
        "A and B are level in conversion (B less A: 95% interval 0.00 to 0.00)."))
    let unclear = ArmComparison(
      arm(isB: false, customers: 100) { $0 % 10 } + arm(isB: true, customers: 100) { ($0 + 3) % 9 })
    #expect(verdict(unclear).hasPrefix("A leads by"))
    #expect(verdict(unclear).contains("not yet distinguishable"))
    #expect(verdict(unclear, isRunning: false).contains("): not distinguishable"))
    let few = ArmComparison(
      arm(isB: false, customers: 100) { _ in 0 } + arm(isB: true, customers: 29) { _ in 9 })
    #expect(
      verdict(few) == "Too few customers to tell: 100 saw A and 29 saw B; each needs at least 30.")
  }

  // Ten customers a hundred impressions each say little more than ten do: an
  // interval over impressions would be √10 times too narrow here.
  @Test func `intervals are as wide as customers differ`() {
    let customers = arm(isB: false, customers: 100, clicks: { $0 % 2 * 10 }, impressions: 10)
    let metric = ArmComparison.rate(customers.map(\.counts), of: \.clicks)
    #expect(metric.value == 0.5)
    // Half of the customers click all, half none: the standard error is 0.05.
    #expect(abs((metric.high - metric.low) / 2 - 1.96 * 0.05) < 0.012, "\(metric)")
    #expect(Metric.proportion(500, of: 1000).high - 0.5 < 0.035)
  }

  @Test func `arms of other sizes than planned are warned about`() {
    func warning(_ a: Int, _ b: Int, share: Double) -> String? {
      ArmComparison(
        arm(isB: false, customers: a) { _ in 1 } + arm(isB: true, customers: b) { _ in 1 }
      ).sampleRatioWarning(share: share)
    }
    #expect(warning(500, 500, share: 0.5) == nil)
    #expect(warning(470, 530, share: 0.5) == nil)
    #expect(warning(440, 560, share: 0.5)?.contains("56.00%") == true)
    #expect(warning(900, 100, share: 0.1) == nil)
    #expect(warning(500, 500, share: 0.1) != nil)
    #expect(warning(0, 20, share: 0.5) == nil)
  }
}
