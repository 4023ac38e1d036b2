import Domain
import Engine
import Features
import Testing

@testable import Recommendation

@Suite struct LeaveLastOutTests {
  /// Events in order, one a minute unless told otherwise.
  private func log(
    _ events: [(customer: Int64, product: Int64, kind: InteractionKind)], secondsApart: Int64 = 60
  ) -> InteractionLog {
    var log = InteractionLog()
    for (place, event) in events.enumerated() {
      log.append(
        customer: Customer.Key(event.customer), product: Product.Key(event.product),
        kind: event.kind, quantity: 1, value: 0,
        occurredAt: Timestamp(seconds: 1_000_000 + Int64(place) * secondsApart))
    }
    return log
  }

  private func tested(_ split: LeaveLastOut) -> [[Int64]] {
    split.test.map { [$0.customer.rawValue, $0.product.rawValue] }
  }

  @Test(arguments: [60, 0] as [Int64])
  func `the last event is left out, the order of the log breaking ties`(secondsApart: Int64) {
    let split = LeaveLastOut(
      of: log(
        [(1, 10, .purchase), (2, 20, .purchase), (1, 11, .view), (2, 21, .like), (1, 9, .cart)],
        secondsApart: secondsApart), seed: 1)
    #expect(tested(split) == [[1, 9], [2, 21]])
    #expect(split.train.products.map(\.rawValue) == [10, 20, 11])
    #expect(split.validation.isEmpty)
    #expect(split.history.count == split.train.count)
  }

  @Test func `a customer of one product stays in the training part whole`() {
    let split = LeaveLastOut(
      of: log([(1, 10, .purchase), (1, 10, .purchase), (2, 20, .purchase), (2, 21, .purchase)]),
      seed: 1)
    #expect(tested(split) == [[2, 21]])
    #expect(split.train.count == 3)
  }

  @Test func `what comes after the event left out is not known`() {
    let split = LeaveLastOut(
      of: log([
        (1, 10, .purchase), (1, 11, .purchase), (1, 11, .return), (1, 12, .dislike),
        (2, 10, .view),
      ]), seed: 1)
    #expect(tested(split) == [[1, 11]])
    #expect(split.train.products.map(\.rawValue) == [10, 10])
  }

  @Test func `validation takes the event before the last of as many customers as asked`() {
    var events: [(Int64, Int64, InteractionKind)] = []
    for customer in 0..<20 as Range<Int64> {
      for product in 0..<(customer < 5 ? 2 : 4) as Range<Int64> {
        events.append((customer, product, .purchase))
      }
    }
    let whole = log(events)
    let split = LeaveLastOut(of: whole, validationCustomers: 6, seed: 3)
    #expect(split.test.count == 20)
    #expect(split.validation.count == 6)
    #expect(split.validation.allSatisfy { $0.product.rawValue == 2 && $0.customer.rawValue >= 5 })
    #expect(
      split.validation.map(\.customer.rawValue).sorted()
        == split.validation.map(\.customer.rawValue))
    #expect(split.history.count == whole.count - 20)
    #expect(split.train.count == whole.count - 26)
    let again = LeaveLastOut(of: whole, validationCustomers: 6, seed: 3)
    #expect(split.validation == again.validation)
    let other = LeaveLastOut(of: whole, validationCustomers: 6, seed: 4)
    #expect(split.validation != other.validation)
    #expect(LeaveLastOut(of: whole, validationCustomers: 99, seed: 3).validation.count == 15)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `every event is in one part or comes after one`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let kinds: [InteractionKind] = [.purchase, .view, .return, .dislike, .cart]
    let whole = log(
      (0..<200).map { _ in
        (
          Int64(generator.index(below: 30)), Int64(generator.index(below: 8)),
          kinds[generator.index(below: kinds.count)]
        )
      })
    let split = LeaveLastOut(of: whole, validationCustomers: 10, seed: seed)
    var first: [Customer.Key: Int] = [:]
    for item in split.test + split.validation {
      first[item.customer] = min(first[item.customer] ?? .max, item.index)
      #expect(whole.products[item.index] == item.product, "seed \(seed)")
    }
    let expected = (0..<whole.count).filter { $0 < first[whole.customers[$0]] ?? .max }
    #expect(split.train.occurredAt == expected.map { whole.occurredAt[$0] }, "seed \(seed)")
  }

  @Test func `an empty log has no parts`() {
    let split = LeaveLastOut(of: InteractionLog(), validationCustomers: 5, seed: 1)
    #expect(split.test.isEmpty && split.validation.isEmpty && split.train.count == 0)
  }
}
