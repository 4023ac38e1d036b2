import Domain
import Features

/// Data that hold what nobody knew at the cut-off: they must be refused.
enum PlantedLeak: String, CaseIterable {
  case purchase = "a purchase after the cut-off"
  case message = "a support message after the cut-off"
  case attribute = "an attribute's date after the cut-off"

  private static let cutoff = Timestamp(year: 2024, month: 7, day: 1)
  private static let early = cutoff.adding(days: -1)
  private static let late = Timestamp(seconds: cutoff.seconds + 1)

  static func rows() throws -> [Row] {
    try allCases.map { leak in
      Row(
        "churn/planted/\(leak.rawValue)", "refused", try leak.isRefused() ? 1 : 0,
        unit: "1 = yes")
    }
  }

  private func isRefused() throws -> Bool {
    do {
      switch self {
      case .purchase:
        _ = try PurchaseFeatures.table(
          of: CustomerEvents(log: Self.log(lastPurchase: Self.late)), cutoff: Self.cutoff)
      case .message:
        let contact = SupportContact(
          customer: Customer.Key(1), occurredAt: Self.late, isUnhappy: true)
        _ = try PurchaseFeatures.table(
          of: CustomerEvents(log: Self.log(lastPurchase: Self.early), contacts: [contact]),
          cutoff: Self.cutoff)
      case .attribute:
        let customers = Self.customers(lastRenewal: Self.late)
        _ = try AttributeFeatures(fitting: customers).table(of: customers) { _ in Self.cutoff }
      }
      return false
    } catch {
      guard error.code == .leakage else { throw error }
      return true
    }
  }

  /// A thousand purchases, all but the last before the cut-off.
  private static func log(lastPurchase: Timestamp) -> InteractionLog {
    var log = InteractionLog()
    for index in 0..<1_000 {
      log.append(
        customer: Customer.Key(Int64(index % 50)), product: Product.Key(Int64(index % 20)),
        kind: .purchase, quantity: 1, value: 10,
        occurredAt: index == 999 ? lastPurchase : cutoff.adding(days: index / 10 - 101))
    }
    return log
  }

  /// A hundred customers, whose attribute is a date before the cut-off but for the last.
  private static func customers(
    lastRenewal: Timestamp
  ) -> [(key: Customer.Key, customer: Customer)] {
    (0..<100).map { index in
      let date = index == 99 ? lastRenewal : cutoff.adding(days: -index - 1)
      return (
        Customer.Key(Int64(index)),
        Customer(id: Customer.ID("c\(index)"), attributes: ["renewed": .text(date.rfc3339)])
      )
    }
  }
}
