package import Domain

/// A product worth showing to anybody, and why.
package struct DiscoveredProduct: Sendable, Hashable {
  /// Why it is shown.
  package enum Reason: Sendable, Hashable {
    /// So many customers in the last days, and how many times the usual number that is; nil
    /// where nobody met it before.
    case trending(customers: Int, days: Int, timesUsual: Float?)
    /// So many customers in the last days.
    case popular(customers: Int, days: Int)
    /// First met by anybody so many days ago.
    case new(firstSeen: Timestamp, days: Int)
    /// In the catalogue after all that anybody has met.
    case unseen
  }

  package var product: Product.Key
  /// What the list is ordered by; greater is earlier.
  package var score: Float
  package var reason: Reason

  package init(product: Product.Key, score: Float, reason: Reason) {
    self.product = product
    self.score = score
    self.reason = reason
  }
}

extension DiscoveredProduct.Reason {
  /// The reason in words, such as `12 customers in the last 7 days, 3.1 times its usual`.
  package var text: String {
    switch self {
    case .trending(let customers, let days, let timesUsual):
      let usual = timesUsual.map { "\(Self.rounded($0)) times its usual" } ?? "nobody before"
      return "\(Self.counted(customers, "customer")) in the last \(Self.counted(days, "day")), "
        + usual
    case .popular(let customers, let days):
      return "\(Self.counted(customers, "customer")) in the last \(Self.counted(days, "day"))"
    case .new(let firstSeen, let days):
      return "first seen \(firstSeen.date), "
        + (days == 0 ? "the last day" : "\(Self.counted(days, "day")) ago")
    case .unseen: return "in the catalogue, nobody has met it yet"
    }
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// One digit after the point, none from ten on.
  private static func rounded(_ number: Float) -> String {
    guard number < 10 else { return "\(Int(min(number, 1e9).rounded()))" }
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
