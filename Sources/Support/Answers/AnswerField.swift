/// What a field of an answer stands for.
package enum AnswerField: Sendable, Hashable {
  case customerName
  case lastOrder(Part)
  /// The order that the conversation is about.
  case order(Part)
  case returnWindowDays
  /// The last day of the return window of the order that the conversation is
  /// about, else of the last one.
  case returnWindowEnd
  case loyalty
  /// An attribute of the customer, by its name in the store.
  case attribute(String)

  /// What can be said of an order.
  package enum Part: String, Sendable, Hashable, CaseIterable {
    case number, date, products, value
  }

  private static let attributePrefix = "customer."

  /// Every field but the attributes, which are named by the store.
  static let named: [AnswerField] =
    [.customerName] + Part.allCases.map(lastOrder) + Part.allCases.map(order)
    + [.returnWindowDays, .returnWindowEnd, .loyalty]

  /// The field of that name; nil where there is none.
  package init?(_ name: String) {
    if let field = Self.named.first(where: { $0.name == name }) {
      self = field
      return
    }
    let attribute = name.dropFirst(Self.attributePrefix.count)
    guard name.hasPrefix(Self.attributePrefix), !attribute.isEmpty else { return nil }
    self = .attribute(String(attribute))
  }

  /// As it stands between the braces, such as `last_order.date`.
  package var name: String {
    switch self {
    case .customerName: "customer.name"
    case .lastOrder(let part): "last_order.\(part.rawValue)"
    case .order(let part): "order.\(part.rawValue)"
    case .returnWindowDays: "return_window.days"
    case .returnWindowEnd: "return_window.end"
    case .loyalty: "loyalty"
    case .attribute(let name): Self.attributePrefix + name
    }
  }
}
