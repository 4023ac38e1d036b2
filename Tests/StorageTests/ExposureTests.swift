import Domain
import Testing

@testable import Storage

@Suite struct ExposureTests {
  let directory = TemporaryDirectory()
  let store: Store
  private let customer: Customer.Key
  private let product: Product.Key
  private let first = Exposure.Group(kind: .recommender, version: 1)
  private let second = Exposure.Group(kind: .recommender, version: 2)

  init() throws {
    store = try Store.create(at: directory.database)
    (customer, product) = try store.write {
      (try $0.customerKey(for: .init("c")), try $0.productKey(for: .init("p")))
    }
  }

  private func exposure(
    _ seconds: Int64, _ group: Exposure.Group? = nil, event: String? = nil, list: String? = nil,
    session: String? = nil, isAnonymous: Bool = false, position: Int? = nil
  ) -> Exposure {
    Exposure(
      eventID: event, listID: list, customer: isAnonymous ? nil : customer, session: session,
      product: product, position: position, group: group ?? first,
      shownAt: Timestamp(seconds: seconds))
  }

  private func buy(_ seconds: Int64..., writer: Writer) throws {
    for time in seconds {
      _ = try writer.insertInteraction(
        customer: customer, product: product, kind: .purchase,
        occurredAt: Timestamp(seconds: time))
    }
  }

  @Test func `an event, and a product of a list, are stored once`() throws {
    let isStored = try store.write { writer in
      try [
        exposure(1, event: "e"), exposure(2, event: "e"), exposure(1, list: "l"),
        exposure(2, list: "l"), exposure(3), exposure(3),
      ].map { try writer.insert($0) != nil }
    }
    #expect(isStored == [true, false, true, false, true, true])
    #expect(try store.read { try $0.hasExposure(ofEvent: "e") })
    #expect(try store.read { try !$0.hasExposure(ofEvent: "l") })
    #expect(try store.read { try $0.exposureCounts().map(\.impressions) } == [4])
  }

  @Test func `an exposure is clicked once and an event clicks once`() throws {
    try store.write { writer in
      let one = try #require(try writer.insert(exposure(1)))
      let other = try #require(try writer.insert(exposure(2)))
      let time = Timestamp(seconds: 5)
      #expect(try writer.insertClick(on: one, at: time, eventID: "e"))
      #expect(try !writer.insertClick(on: one, at: time))
      #expect(try !writer.insertClick(on: other, at: time, eventID: "e"))
      #expect(try writer.insertClick(on: other, at: time))
    }
    #expect(try store.read { try $0.exposureCounts().map(\.clicks) } == [2])
  }

  @Test func `the latest exposure before a moment is found by customer and by session`() throws {
    try store.write { writer in
      let keys = try [10, 20, 20, 30].map { try #require(try writer.insert(exposure($0))) }
      func latest(_ from: Int64, _ through: Int64) throws -> Exposure.Key? {
        try writer.reading.latestExposure(
          of: product, to: customer, from: Timestamp(seconds: from),
          through: Timestamp(seconds: through))
      }
      #expect(try latest(0, 9) == nil)
      #expect(try latest(0, 10) == keys[0])
      #expect(try latest(0, 29) == keys[2])
      #expect(try latest(20, 20) == keys[2])
      #expect(try latest(0, 99) == keys[3])
      #expect(try latest(31, 99) == nil)
      let anonymous = try writer.insert(exposure(5, session: "s", isAnonymous: true))
      let found = try writer.reading.latestExposure(
        of: product, inSession: "s", from: Timestamp(seconds: 0), through: Timestamp(seconds: 9))
      #expect(found == anonymous)
      #expect(try writer.reading.exposure(of: product, inList: "s") == nil)
    }
  }

  @Test func `counts are kept apart by version, arm and position`() throws {
    try store.write { writer in
      let experiment = try writer.startExperiment(
        name: "x", kind: .recommender, versionA: 1, versionB: 2, share: 0.5,
        at: Timestamp(seconds: 1))
      var inArm = second
      inArm.assignment = Exposure.Assignment(experiment: experiment.key, arm: .b)
      _ = try writer.insert(exposure(1, position: 1))
      _ = try writer.insert(exposure(1, position: 2))
      let clicked = try #require(try writer.insert(exposure(2, inArm, position: 2)))
      _ = try writer.insert(exposure(3, second, isAnonymous: true))
      _ = try writer.insertClick(on: clicked, at: Timestamp(seconds: 3))
      let counts = try writer.reading.exposureCounts()
      #expect(
        Set(counts) == [
          ExposureCount(group: first, position: 1, impressions: 1, toCustomers: 1, clicks: 0),
          ExposureCount(group: first, position: 2, impressions: 1, toCustomers: 1, clicks: 0),
          ExposureCount(group: inArm, position: 2, impressions: 1, toCustomers: 1, clicks: 1),
          ExposureCount(group: second, position: nil, impressions: 1, toCustomers: 0, clicks: 0),
        ])
      #expect(
        try writer.reading.exposures(of: experiment, arm: .b)
          == [CustomerExposures(customer: customer, impressions: 1, clicks: 1)])
      #expect(try writer.reading.exposures(of: experiment, arm: .a) == [])
    }
  }

  @Test func `a purchase belongs to the latest exposure within the window`() throws {
    try store.write { writer in
      try buy(5, writer: writer)
      let old = try #require(try writer.insert(exposure(10, first)))
      let late = try #require(try writer.insert(exposure(40, second)))
      _ = try writer.insert(exposure(42, second, isAnonymous: true))
      try buy(9, 10, 39, 40, 140, 141, writer: writer)
      _ = try writer.insertInteraction(
        customer: customer, product: product, kind: .view, occurredAt: Timestamp(seconds: 41))
      let purchases = try writer.reading.attributedPurchases(withinSeconds: 100)
      #expect(purchases.map(\.exposure) == [old, old, late, late])
      #expect(purchases.map(\.group) == [first, first, second, second])
      #expect(purchases.allSatisfy { $0.customer == customer })
    }
  }

  @Test func `attribution and counting search and walk indexes`() throws {
    let plans = try store.withReadingConnection { connection throws(StoreError) in
      (
        try connection.queryPlan(of: Reader.attributedPurchasesSQL),
        try connection.queryPlan(of: Reader.exposureCountsSQL),
        try connection.queryPlan(of: Reader.latestExposureSQL)
      )
    }
    let search =
      "exposures USING COVERING INDEX exposures_by_customer "
      + "(customer_key=? AND product_key=? AND shown_at>? AND shown_at<?)"
    #expect(plans.0.contains("SEARCH " + search), "\(plans.0)")
    #expect(plans.0.contains("SEARCH e USING INTEGER PRIMARY KEY (rowid=?)"), "\(plans.0)")
    #expect(!plans.0.contains { $0.contains("TEMP B-TREE") }, "\(plans.0)")
    #expect(plans.1 == ["SCAN exposures USING COVERING INDEX exposures_by_model"])
    #expect(plans.2 == ["SEARCH " + search])
  }

  @Test func `exposures and clicks go with their customer and their product`() throws {
    try store.write { writer in
      let key = try #require(try writer.insert(exposure(1)))
      _ = try writer.insertClick(on: key, at: Timestamp(seconds: 2))
      #expect(try writer.erase(.init("c")))
      #expect(try writer.reading.exposureCounts() == [])
      _ = try writer.insert(exposure(1, isAnonymous: true))
    }
    try store.withWritingConnection { connection throws(StoreError) in
      try connection.execute(script: "DELETE FROM products")
    }
    #expect(try store.read { try $0.exposureCounts() } == [])
    #expect(try store.check() == [])
  }

  @Test func `an exposure of nobody to no arm is refused`() throws {
    var group = first
    group.assignment = Exposure.Assignment(experiment: Experiment.Key(1), arm: .a)
    #expect(code { _ = try store.write { try $0.insert(exposure(1, group)) } } == .constraint)
    #expect(
      code { _ = try store.write { try $0.insert(exposure(1, position: 0)) } } == .constraint)
    var stranger = exposure(1)
    stranger.customer = Customer.Key(99)
    #expect(code { _ = try store.write { try $0.insert(stranger) } } == .constraint)
  }
}

@Suite struct ExperimentTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  private func start(
    _ name: String, _ a: Int = 1, _ b: Int = 2, share: Double = 0.25
  ) throws -> Experiment {
    try store.write {
      try $0.startExperiment(
        name: name, kind: .recommender, versionA: a, versionB: b, share: share,
        at: Timestamp(seconds: 7))
    }
  }

  @Test func `an experiment comes back and stops once`() throws {
    let started = try start("one")
    #expect(try store.read { try $0.experiments() } == [started])
    #expect(started.isRunning && started.share == 0.25)
    #expect(started.version(of: .a) == 1 && started.version(of: .b) == 2)
    let hasStopped = try store.write { writer in
      try [started.key, started.key, Experiment.Key(99)].map {
        try writer.stopExperiment($0, at: Timestamp(seconds: 9))
      }
    }
    #expect(hasStopped == [true, false, false])
    let stopped = try #require(try store.read { try $0.experiments() }.first)
    #expect(!stopped.isRunning && stopped.stoppedAt == Timestamp(seconds: 9))
  }

  @Test func `a second running one, a taken name and an empty arm are refused`() throws {
    let one = try start("one")
    #expect(code { _ = try start("two") } == .constraint)
    try store.write { _ = try $0.stopExperiment(one.key, at: Timestamp(seconds: 9)) }
    #expect(code { _ = try start("one") } == .constraint)
    #expect(code { _ = try start("two", 3, 3) } == .constraint)
    for share in [0, 1, -0.5, 1.5, .nan] {
      #expect(code { _ = try start("two", share: share) } == .constraint, "\(share)")
    }
    #expect(try start("two").key != one.key)
  }

  @Test func `versions of a running experiment are kept and others are not`() throws {
    func save() throws {
      _ = try store.write {
        try $0.saveModel(
          kind: .recommender, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: [1],
          createdAt: Timestamp(seconds: 1))
      }
    }
    func kept() throws -> [Int] { try store.read { try $0.modelVersions().map(\.version) } }
    for _ in 1...5 { try save() }
    let experiment = try start("one", 2, 4)
    for _ in 6...10 { try save() }
    #expect(try kept() == [2, 4, 6, 7, 8, 9, 10])
    try store.write { _ = try $0.stopExperiment(experiment.key, at: Timestamp(seconds: 9)) }
    try save()
    #expect(try kept() == [7, 8, 9, 10, 11])
  }
}
