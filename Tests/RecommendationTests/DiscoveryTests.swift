import Domain
import Engine
import Features
import Glibc
import Testing

@testable import Recommendation

/// Events told by product, customer and days before the end of 2025-06-30.
private struct Events {
  static let end = Timestamp(year: 2025, month: 7, day: 1)
  var events: [(product: Int64, customer: Int64, age: Int, kind: InteractionKind)] = []

  /// One customer each, numbered from a base.
  mutating func add(_ product: Int64, _ count: Int, age: Int, from customer: Int64 = 0) {
    for offset in 0..<Int64(count) {
      events.append((product, customer + offset, age, .purchase))
    }
  }

  var log: InteractionLog {
    var log = InteractionLog()
    for event in events.sorted(by: { $0.age > $1.age }) {
      log.append(
        customer: Customer.Key(event.customer), product: Product.Key(event.product),
        kind: event.kind, quantity: 1, value: 0,
        occurredAt: Timestamp(
          seconds: Self.end.seconds - 3600 - Int64(event.age) * Timestamp.secondsPerDay))
    }
    return log
  }
}

@Suite struct TrendingProductsTests {
  @Test func `a trend is as counted by hand`() throws {
    var events = Events()
    // Usual: 18 customer days in the 90 days before the window, one in five days.
    for day in 0..<18 { events.add(1, 1, age: 7 + 5 * day) }
    // Now: three customers today, two three days ago.
    events.add(1, 3, age: 0)
    events.add(1, 2, age: 3, from: 10)
    // The log reaches back 97 days.
    events.add(9, 1, age: 96)
    let trending = TrendingProducts(of: events.log, asOf: Events.end)
    let found = try #require(trending.products.first)
    #expect(trending.products.count == 1)
    #expect(found.product == Product.Key(1))
    // r = 3 + 2 · 2^(−3/3) = 4; e = 0.2 · Σ 2^(−a/3) for a in 0...6.
    let faded = (0..<7).reduce(Float(0)) { $0 + exp2f(-Float($1) / 3) }
    #expect(abs(found.score - (4 + 5) / (0.2 * faded + 5)) < 1e-5)
    // Five days in seven against 1.4: 3.57 times.
    #expect(found.reason.text == "5 customers in the last 7 days, 3.6 times its usual")
  }

  @Test func `one purchase that becomes three does not beat twenty that become sixty`() {
    var events = Events()
    for week in 1...12 {
      events.add(1, 1, age: 7 * week)
      events.add(2, 20, age: 7 * week)
    }
    events.add(1, 3, age: 2)
    events.add(2, 60, age: 2)
    let trending = TrendingProducts(of: events.log, asOf: Events.end)
    #expect(trending.products.map(\.product) == [Product.Key(2), Product.Key(1)])
  }

  @Test func `what sells as ever is no trend`() {
    var events = Events()
    for age in 0..<97 { events.add(1, 10, age: age) }
    #expect(TrendingProducts(of: events.log, asOf: Events.end).products.isEmpty)
  }

  @Test func `one customer is no trend however often it buys`() {
    var events = Events()
    events.add(9, 1, age: 96)
    for _ in 0..<50 { events.add(1, 1, age: 1) }
    #expect(TrendingProducts(of: events.log, asOf: Events.end).products.isEmpty)
    events.add(1, 1, age: 1, from: 5)
    let trending = TrendingProducts(of: events.log, asOf: Events.end)
    #expect(
      trending.products.first?.reason
        == .trending(customers: 2, days: 7, timesUsual: nil))
    #expect(
      trending.products.first?.reason.text == "2 customers in the last 7 days, nobody before")
  }

  @Test func `a view counts less than a purchase and a return nothing`() {
    var events = Events()
    for customer in Int64(0)..<20 {
      events.events.append((1, customer, 1, .view))
      events.events.append((2, customer, 1, .purchase))
      events.events.append((3, customer, 1, .return))
    }
    let trending = TrendingProducts(of: events.log, asOf: Events.end)
    #expect(trending.products.map(\.product) == [Product.Key(2), Product.Key(1)])
  }

  @Test func `events of the future and an empty log give nothing`() {
    #expect(TrendingProducts(of: InteractionLog(), asOf: Events.end).products.isEmpty)
    var events = Events()
    events.add(1, 9, age: -1)
    #expect(TrendingProducts(of: events.log, asOf: Events.end).products.isEmpty)
  }

  @Test func `a young shop is compared with the days it has`() throws {
    var events = Events()
    for age in 7..<17 { events.add(1, 1, age: age) }
    events.add(1, 14, age: 0)
    let trending = TrendingProducts(of: events.log, asOf: Events.end)
    // One a day over ten days; now two a day.
    #expect(
      try #require(trending.products.first).reason
        == .trending(customers: 14, days: 7, timesUsual: 2))
  }
}

@Suite struct PopularProductsTests {
  private static let customers: [(key: Customer.Key, customer: Customer)] = (0..<40).map {
    let customer = Customer(
      id: Customer.ID("c\($0)"), country: $0 < 10 ? "France" : "Germany",
      attributes: [
        "tier": .text($0 % 2 == 0 ? "gold" : "silver"), "newsletter": .flag($0 < 5),
        "loyalty card": .text("card \($0)"),
      ])
    return (Customer.Key(Int64($0)), customer)
  }

  private static let popular: PopularProducts = {
    var events = Events()
    events.add(1, 10, age: 0)
    events.add(2, 30, age: 0, from: 10)
    events.add(3, 30, age: 60, from: 10)
    return PopularProducts(
      of: events.log, segments: CustomerSegments(customers), asOf: Events.end)
  }()

  @Test func `what most customers meet comes first and fades`() {
    let overall = Self.popular.overall
    #expect(overall.map(\.product) == [2, 1, 3].map { Product.Key($0) })
    #expect(overall.map(\.score) == [30, 10, 7.5])
    #expect(overall[0].reason.text == "30 customers in the last 30 days")
    #expect(overall[2].reason == .popular(customers: 0, days: 30))
  }

  @Test func `a country has its own list`() throws {
    func products(_ name: String, _ value: String) -> [Int64]? {
      Self.popular.products(in: .init(name: name, value: value))?.map(\.product.rawValue)
    }
    #expect(products("country", "France") == [1])
    #expect(products("country", "Germany") == [2, 3])
    #expect(products("newsletter", "true") == [1])
    #expect(products("tier", "gold") == [2, 1, 3])
    #expect(products("country", "Peru") == nil)
    #expect(products("loyalty card", "card 3") == nil, "a value a customer is no group")
  }

  @Test func `the segments are countries and attributes of few values`() {
    #expect(
      Set(Self.popular.segments.segments.map(\.name)) == ["country", "newsletter", "tier"])
    #expect(CustomerSegments([]).segments.isEmpty)
  }
}

@Suite struct NewProductsTests {
  @Test func `the newest come first and what nobody met only where it was added last`() {
    var events = Events()
    events.add(3, 1, age: 20)
    events.add(5, 2, age: 0)
    events.add(5, 2, age: 30)
    events.add(2, 1, age: 3)
    let new = NewProducts(
      catalogue: (1...7).map { Product.Key($0) },
      firstSeen: NewProducts.firstSeen(in: events.log), asOf: Events.end)
    #expect(new.products.map(\.product.rawValue) == [7, 6, 2, 3, 5])
    #expect(new.products[0].reason == .unseen)
    #expect(new.products[2].reason.text == "first seen 2025-06-27, 3 days ago")
    #expect(new.products.map(\.score) == new.products.map(\.score).sorted(by: >))
  }

  @Test func `an empty shop has nothing new`() {
    #expect(NewProducts(catalogue: [], firstSeen: [:], asOf: Events.end).products.isEmpty)
  }
}

@Suite struct CustomerNeighboursTests {
  private static let neighbours = CustomerNeighbours(
    customers: [4, 7, 9, 11].map { Customer.Key($0) },
    vectors: Tensor(shape: [4, 2], values: [2, 0, 3, 3, 0, 0, -1, 0.5]))

  @Test func `the most alike come first by cosine`() {
    let found = Self.neighbours.similar(to: [0, 5], limit: 5)
    #expect(found.map(\.customer.rawValue) == [7, 11])
    #expect(abs(found[0].similarity - Float(0.5).squareRoot()) < 1e-6)
    #expect(abs(found[1].similarity - Float(0.2).squareRoot()) < 1e-6)
  }

  @Test func `the one asked about can be left out without losing a place`() {
    let found = Self.neighbours.similar(to: [1, 1], excluding: [Customer.Key(7)], limit: 1)
    #expect(found.map(\.customer.rawValue) == [4])
    #expect(Self.neighbours.similar(to: [0, 0], limit: 5).isEmpty, "no taste, nobody alike")
    let nobody = CustomerNeighbours(customers: [], vectors: Tensor(zeros: [0, 2]))
    #expect(nobody.similar(to: [1, 0], limit: 3).isEmpty)
  }

  @Test func `stored customers are the same`() throws {
    var checkpoint = Checkpoint(kind: "test")
    Self.neighbours.save(to: &checkpoint, as: "customers")
    #expect(
      try CustomerNeighbours(Checkpoint(decoding: checkpoint.encoded()), as: "customers")
        == Self.neighbours)
    checkpoint.integers["customers.customers"] = [1, 1, 2, 3]
    #expect(throws: CheckpointError.self) {
      try CustomerNeighbours(checkpoint, as: "customers")
    }
  }

  @Test func `shared products are those that weigh in both histories`() {
    let builder = HistoryBuilder(
      products: Vocabulary((0..<6).map { Product.Key($0) }), weights: InteractionWeights(),
      ownHalfLifeDays: 100)
    func history(_ purchases: [(product: Int64, count: Int)]) -> [ProductHistory] {
      var events = Events()
      for purchase in purchases {
        for _ in 0..<purchase.count { events.add(purchase.product, 1, age: 0) }
      }
      return builder.history(in: events.log, asOf: Events.end).items
    }
    let first = history([(1, 1), (2, 3), (5, 2)])
    let second = history([(1, 4), (2, 1), (3, 2), (4, 9), (5, 3)])
    #expect(CustomerNeighbours.shared(first, second, limit: 5) == [5, 1, 2])
    #expect(CustomerNeighbours.shared(first, second, limit: 1) == [5])
  }
}
