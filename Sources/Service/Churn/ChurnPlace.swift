import Churn

/// The place of a customer in a churn list, by which the next page begins.
package struct ChurnPlace: Sendable, Hashable {
  let order: ChurnOrder
  /// What the list is ordered by.
  let figure: Double
  let probability: Double
  let customerID: String

  init(_ candidate: CallCandidate, by order: ChurnOrder) {
    self.order = order
    figure = Self.figure(of: candidate, by: order)
    probability = candidate.churnProbability
    customerID = candidate.customerID
  }

  /// Reads the place from a page's `next_cursor`; nil for one of another list.
  package init?(_ cursor: String, of order: ChurnOrder) {
    guard let parts = PageCursor(cursor, of: Self.list(order), parts: 3)?.parts,
      let figure = UInt64(parts[0], radix: 16), let probability = UInt64(parts[1], radix: 16)
    else { return nil }
    self.order = order
    self.figure = Double(bitPattern: figure)
    self.probability = Double(bitPattern: probability)
    customerID = parts[2]
  }

  /// As ``init(_:of:)`` reads it.
  var cursor: String {
    PageCursor(
      Self.list(order),
      [
        String(figure.bitPattern, radix: 16), String(probability.bitPattern, radix: 16), customerID,
      ]
    ).text
  }

  /// Whether a candidate stands behind this place, in the order of a call list.
  func precedes(_ candidate: CallCandidate) -> Bool {
    let other = ChurnPlace(candidate, by: order)
    if figure != other.figure { return figure > other.figure }
    if probability != other.probability { return probability > other.probability }
    return customerID < other.customerID
  }

  private static func list(_ order: ChurnOrder) -> String { "churn-\(order.rawValue)" }

  private static func figure(of candidate: CallCandidate, by order: ChurnOrder) -> Double {
    switch order {
    case .risk: candidate.churnProbability
    case .profit: candidate.expectedProfit ?? -.infinity
    case .value: candidate.expectedValue ?? -.infinity
    }
  }
}
