import Domain
import Storage
import Support

/// The orders of one customer, the newest first.
///
/// An order is what was bought in one second. Its number is the event id of its
/// line; where it has several lines, what their ids begin with up to a separator
/// (`A-17` of `A-17/1` and `A-17/2`), else the id of the first.
struct CustomerOrders: Sendable {
  struct Order: Sendable {
    var number: String?
    var placedAt: Timestamp
    var products: [Product.Key]
    /// How many lines it has.
    var lines: Int
    var value: Double?
  }

  private(set) var orders: [Order] = []
  /// By spelling key: the row of the order.
  private var rows: [String: Int] = [:]

  /// - Parameter lines: the newest first.
  init(_ lines: [PurchaseLine]) {
    var start = 0
    while start < lines.count {
      var end = start + 1
      while end < lines.count, lines[end].occurredAt == lines[start].occurredAt { end += 1 }
      add(lines[start..<end].reversed())
      start = end
    }
  }

  private mutating func add(_ lines: [PurchaseLine]) {
    let ids = lines.compactMap(\.eventID)
    let number = ids.count > 1 ? Self.commonNumber(ids) ?? ids.first : ids.first
    let values = lines.compactMap(\.value)
    var products: [Product.Key] = []
    for line in lines where !products.contains(line.product) { products.append(line.product) }
    for name in ids + [number].compactMap(\.self) + ids.compactMap(Self.withoutLine) {
      let key = Self.key(name)
      if !key.isEmpty, rows[key] == nil { rows[key] = orders.count }
    }
    orders.append(
      Order(
        number: number, placedAt: lines[0].occurredAt, products: products,
        lines: lines.count, value: values.isEmpty ? nil : values.reduce(0, +)))
  }

  /// The order of a number, however spaces, dashes and letter case are written.
  subscript(number: String) -> Order? {
    let key = Self.key(number)
    return key.isEmpty ? nil : rows[key].map { orders[$0] }
  }

  private static func key(_ number: String) -> String {
    String(number.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  private static let separators: Set<Character> = ["-", "/", ":", "#", ".", "_"]

  /// What several ids begin with up to a separator.
  private static func commonNumber(_ ids: [String]) -> String? {
    guard let stem = withoutLine(ids[0]), ids.allSatisfy({ withoutLine($0) == stem }) else {
      return nil
    }
    return stem
  }

  /// `A-17` of `A-17/1`; nil where the end is no line's number or nothing with a digit
  /// is left.
  private static func withoutLine(_ id: String) -> String? {
    guard let separator = id.lastIndex(where: { separators.contains($0) }) else { return nil }
    let line = id[id.index(after: separator)...]
    let stem = id[..<separator]
    guard (1...3).contains(line.count), line.allSatisfy(\.isNumber),
      stem.contains(where: \.isNumber)
    else { return nil }
    return String(stem)
  }
}
