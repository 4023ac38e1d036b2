import Domain
import Engine
import Testing

@testable import Features

/// Properties of the pass over random shops.
@Suite struct PurchaseFeaturesPassTests {
  private static let start = Timestamp(year: 2024, month: 1, day: 1)

  /// Events of a random shop in time order; amounts are whole cents, several events
  /// share a second.
  private func shop(seed: UInt64) -> CustomerEvents {
    var generator = SplitMix64(seed: seed)
    var events = CustomerEvents(log: InteractionLog())
    for product in 1...Int64.random(in: 1...9, using: &generator) {
      events.catalogue.entries[Product.Key(product * 3)] = .init(
        category: ["a", "b", nil].randomElement(using: &generator) ?? nil,
        price: Bool.random(using: &generator) ? 2 : nil)
    }
    var seconds: Int64 = 0
    for _ in 0..<Int.random(in: 0...300, using: &generator) {
      seconds += [0, 0, 3600, 40_000, 200_000].randomElement(using: &generator) ?? 0
      let time = Timestamp(seconds: Self.start.seconds + seconds)
      let customer = Customer.Key(.random(in: 1...12, using: &generator))
      if Int.random(in: 0..<8, using: &generator) == 0 {
        events.contacts.append(
          SupportContact(
            customer: customer, occurredAt: time, isUnhappy: .random(using: &generator)))
      } else {
        let quantity = Float.random(in: 1...3, using: &generator).rounded()
        events.log.append(
          customer: customer, product: Product.Key(.random(in: 1...27, using: &generator)),
          kind: Int.random(in: 0..<2, using: &generator) == 0
            ? .purchase : InteractionKind.allCases.randomElement(using: &generator) ?? .view,
          quantity: quantity,
          value: quantity * Float.random(in: 1...3, using: &generator).rounded(), occurredAt: time)
      }
    }
    return events
  }

  private func isSame(_ lhs: CustomerTable, _ rhs: CustomerTable) -> Bool {
    lhs.customers == rhs.customers
      && zip(lhs.numeric, rhs.numeric).allSatisfy { left, right in
        left.name == right.name
          && zip(left.values, right.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      }
  }

  @Test(arguments: UInt64(0)..<40)
  func `several cut-offs in one pass equal one call each`(seed: UInt64) throws {
    let events = shop(seed: seed)
    let cutoffs = [250, 40, 5, 120, 40].map { Self.start.adding(days: $0) }
    // A pass refuses what lies after its last cut-off.
    let known = events.before(cutoffs[0])
    let tables = try PurchaseFeatures.tables(of: known, cutoffs: cutoffs)
    for (cutoff, table) in zip(cutoffs, tables) {
      let single = try PurchaseFeatures.table(of: events.before(cutoff), cutoff: cutoff)
      #expect(isSame(single, table), "seed \(seed), cut-off \(cutoff.date)")
      let own = try PurchaseFeatures.table(
        of: known.before(Dictionary(uniqueKeysWithValues: single.customers.map { ($0, cutoff) })),
        rows: single.customers.map { ($0, cutoff) })
      #expect(isSame(single, own), "seed \(seed), own cut-off \(cutoff.date)")
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func `the order of events within a second does not matter`(seed: UInt64) throws {
    let events = shop(seed: seed)
    var generator = SplitMix64(seed: seed ^ 0xFFFF)
    var shuffled = events
    let order = (0..<events.log.count).shuffled(using: &generator).sorted {
      events.log.occurredAt[$0] < events.log.occurredAt[$1]
    }
    shuffled.log = InteractionLog()
    for index in order {
      shuffled.log.append(
        customer: events.log.customers[index], product: events.log.products[index],
        kind: events.log.kinds[index], quantity: events.log.quantities[index],
        value: events.log.values[index], occurredAt: events.log.occurredAt[index])
    }
    let cutoffs = [400, 60].map { Self.start.adding(days: $0) }
    let same = zip(
      try PurchaseFeatures.tables(of: events, cutoffs: cutoffs),
      try PurchaseFeatures.tables(of: shuffled, cutoffs: cutoffs)
    ).allSatisfy { isSame($0, $1) }
    #expect(same, "seed \(seed)")
  }

  @Test(arguments: UInt64(0)..<20)
  func `what happens after a cut-off changes nothing before it`(seed: UInt64) throws {
    let events = shop(seed: seed)
    let cutoffs = [60, 400].map { Self.start.adding(days: $0) }
    var changed = events
    for index in 0..<events.log.count where events.log.occurredAt[index] >= cutoffs[0] {
      changed.log.values[index] *= 100
      changed.log.kinds[index] = .purchase
    }
    #expect(
      isSame(
        try PurchaseFeatures.tables(of: events, cutoffs: cutoffs)[0],
        try PurchaseFeatures.tables(of: changed, cutoffs: cutoffs)[0]), "seed \(seed)")
  }
}
