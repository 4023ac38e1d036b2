import Domain
import Glibc
import Testing

@testable import Features

@Suite struct PurchaseFeaturesTests {
  private let cutoff = Timestamp(year: 2024, month: 7, day: 1)

  private func log(
    _ events: [(customer: Int64, InteractionKind, daysBefore: Int, value: Float)]
  ) -> InteractionLog {
    var log = InteractionLog()
    for (customer, kind, daysBefore, value) in events {
      log.append(
        customer: Customer.Key(customer), product: Product.Key(1), kind: kind, quantity: 1,
        value: value, occurredAt: cutoff.adding(days: -daysBefore))
    }
    return log
  }

  /// The features of the only customer of a table.
  private func features(_ table: CustomerTable, row: Int = 0) -> [PurchaseFeatures.Measure: Float] {
    Dictionary(
      uniqueKeysWithValues: zip(PurchaseFeatures.Measure.allCases, table.numeric).map {
        ($0, $1.values[row])
      })
  }

  private func expect(
    _ values: [PurchaseFeatures.Measure: Float], in table: CustomerTable, row: Int = 0,
    location: SourceLocation = #_sourceLocation
  ) {
    let found = features(table, row: row)
    for (measure, value) in values {
      let same = found[measure].map { $0.isNaN && value.isNaN || abs($0 - value) < 1e-5 } ?? false
      #expect(
        same, "\(measure): \(String(describing: found[measure])), not \(value)",
        sourceLocation: location)
    }
  }

  @Test func `recency, frequency and monetary value are those of the cut-off date`() throws {
    let table = try PurchaseFeatures.table(
      of: CustomerEvents(
        log: log([
          (7, .purchase, 100, 10), (7, .purchase, 100, 5), (7, .purchase, 60, 20),
          (7, .return, 50, 4), (7, .purchase, 20, 30), (7, .view, 3, 0), (9, .view, 1, 0),
        ])), cutoff: cutoff)
    #expect(table.customers == [Customer.Key(7)], "a customer without a purchase has no features")
    #expect(table.numeric.map(\.name) == PurchaseFeatures.Measure.allCases.map(\.rawValue))
    expect(
      [
        .recencyDays: 20, .frequency: 3, .tenureDays: 100, .monetary: 61,
        .monetaryMean: Float(61) / 3, .averageOrderValue: Float(65) / 3, .firstOrderValue: 15,
        .oneTimeBuyer: 0, .averageGapDays: 40, .recencyOverGap: 0.5, .longestGapDays: 40,
        .returns: 1, .returnShare: 0.25, .daysSinceReturn: 50, .distinctProducts: 1,
        .viewsLast30Days: 1, .cartsLast30Days: 0,
      ], in: table)
  }

  @Test func `windows reach back to their first moment and are compared with those before`()
    throws
  {
    let table = try PurchaseFeatures.table(
      of: CustomerEvents(
        log: log([
          (1, .purchase, 181, 1000), (1, .purchase, 180, 32), (1, .purchase, 91, 16),
          (1, .purchase, 90, 8), (1, .purchase, 60, 4), (1, .purchase, 31, 5),
          (1, .purchase, 30, 2), (1, .cart, 30, 0), (1, .purchase, 8, 7), (1, .purchase, 7, 1),
          (1, .return, 6, 3),
        ])), cutoff: cutoff)
    expect(
      [
        .ordersLast7Days: 1, .ordersLast30Days: 3, .ordersLast90Days: 6, .ordersLast180Days: 8,
        .spendLast7Days: 0, .spendLast30Days: 7, .spendLast90Days: 24, .spendLast180Days: 72,
        .ordersTrend30Days: logf(Float(4) / 3), .spendTrend30Days: logf(Float(8) / 10),
        .ordersTrend90Days: logf(Float(7) / 3), .spendTrend90Days: logf(Float(25) / 49),
        .cartsLast30Days: 1,
      ], in: table)
  }

  @Test func `what a single purchase cannot tell is missing, what it did not do is zero`() throws {
    let table = try PurchaseFeatures.table(
      of: CustomerEvents(log: log([(1, .purchase, 10, 5)])), cutoff: cutoff)
    expect(
      [
        .oneTimeBuyer: 1, .averageGapDays: .nan, .recencyOverGap: .nan, .longestGapDays: .nan,
        .daysSinceReturn: .nan, .averageRating: .nan, .daysSinceContact: .nan,
        .favouriteCategoryShare: .nan, .discountShare: .nan, .returns: 0, .returnShare: 0,
        .ratings: 0, .likes: 0, .contactsLast90Days: 0, .unhappyContacts: 0,
        .distinctCategories: 0, .spendTrend30Days: logf(Float(6)),
      ], in: table)
  }

  @Test func `categories, ratings and contacts are counted`() throws {
    var events = CustomerEvents(log: InteractionLog())
    let categories = [1: "tea", 2: "tea", 3: "cups"]
    for (key, category) in categories {
      events.catalogue.entries[Product.Key(Int64(key))] = .init(category: category)
    }
    let lines: [(Int64, InteractionKind, Int, Float)] = [
      (1, .purchase, 50, 1), (3, .purchase, 50, 1), (2, .purchase, 40, 1), (1, .purchase, 30, 1),
      (4, .purchase, 30, 1), (3, .rating, 20, 5), (1, .rating, 20, 2), (1, .like, 19, 0),
      (3, .dislike, 18, 0), (3, .dislike, 17, 0),
    ]
    for (product, kind, days, value) in lines {
      events.log.append(
        customer: Customer.Key(5), product: Product.Key(product), kind: kind, quantity: 1,
        value: value, occurredAt: cutoff.adding(days: -days))
    }
    events.contacts = [(91, true), (90, false), (30, true), (12, false)].map { days, isUnhappy in
      SupportContact(
        customer: Customer.Key(5), occurredAt: cutoff.adding(days: -days), isUnhappy: isUnhappy)
    }
    expect(
      [
        .distinctProducts: 4, .distinctCategories: 2, .favouriteCategoryShare: 0.75, .ratings: 2,
        .averageRating: 3.5, .likes: 1, .dislikes: 2, .contactsLast30Days: 2,
        .contactsLast90Days: 3, .unhappyContacts: 2, .daysSinceContact: 12,
      ], in: try PurchaseFeatures.table(of: events, cutoff: cutoff))
  }

  @Test func `a contact is unhappy by feedback, hand-over or intent`() {
    func isUnhappy(_ intent: String?, handedOver: Bool = false, unhelpful: Bool = false) -> Bool {
      SupportContact(
        customer: Customer.Key(1), occurredAt: cutoff, intent: intent, wasHandedOver: handedOver,
        wasUnhelpful: unhelpful, unhappyIntents: ["complaint", "cancel_order"]
      ).isUnhappy
    }
    #expect(isUnhappy("complaint") && isUnhappy(nil, handedOver: true))
    #expect(isUnhappy("track_order", unhelpful: true))
    #expect(!isUnhappy("track_order") && !isUnhappy(nil))
  }

  @Test func `customers may have cut-offs of their own, and several of them`() throws {
    let events = CustomerEvents(
      log: log([
        (1, .purchase, 90, 1), (2, .purchase, 80, 2), (3, .purchase, 70, 3), (1, .purchase, 60, 4),
        (1, .purchase, 40, 5), (2, .view, 15, 0),
      ]))
    let table = try PurchaseFeatures.table(
      of: events,
      rows: [
        (Customer.Key(2), cutoff), (Customer.Key(1), cutoff.adding(days: -30)),
        (Customer.Key(8), cutoff), (Customer.Key(1), cutoff.adding(days: -50)),
      ])
    #expect(table.customers.map(\.rawValue) == [2, 1, 8, 1])
    expect([.recencyDays: 80, .frequency: 1, .viewsLast30Days: 1], in: table, row: 0)
    expect([.recencyDays: 10, .frequency: 3, .tenureDays: 60], in: table, row: 1)
    expect(
      [.recencyDays: .nan, .frequency: 0, .monetary: 0, .oneTimeBuyer: 0, .spendTrend30Days: 0],
      in: table, row: 2)
    expect([.recencyDays: 10, .frequency: 2, .tenureDays: 40], in: table, row: 3)
  }

  @Test func `no events make empty tables`() throws {
    let events = CustomerEvents(log: InteractionLog())
    let tables = try PurchaseFeatures.tables(of: events, cutoffs: [cutoff, cutoff])
    #expect(tables.map(\.count) == [0, 0])
    #expect(try PurchaseFeatures.table(of: events, rows: []).count == 0)
    #expect(try PurchaseFeatures.tables(of: events, cutoffs: []).isEmpty)
  }
}
