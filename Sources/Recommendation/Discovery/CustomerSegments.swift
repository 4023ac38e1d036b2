package import Domain

/// Groups of customers that share a country or the value of an attribute.
package struct CustomerSegments: Sendable {
  /// One group, such as `country` of `France`.
  package struct Segment: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name of the segments by country.
  package static let country = "country"
  /// An attribute with more values than this names people rather than groups.
  package static let mostValues = 30

  /// By name, then by value.
  package let segments: [Segment]
  private let members: [Customer.Key: [Int32]]
  private let indices: [Segment: Int]

  /// Countries, and the attributes with few different values.
  package init(_ customers: [(key: Customer.Key, customer: Customer)]) {
    var values: [String: Set<String>] = [:]
    var found: [(customer: Customer.Key, segment: Segment)] = []
    func add(_ customer: Customer.Key, _ name: String, _ value: String) {
      let isOpen = name == Self.country || (values[name]?.count ?? 0) <= Self.mostValues
      guard isOpen, !value.isEmpty else { return }
      values[name, default: []].insert(value)
      found.append((customer, Segment(name: name, value: value)))
    }
    for (key, customer) in customers {
      if let country = customer.country { add(key, Self.country, country) }
      for (name, value) in customer.attributes where name != Self.country {
        switch value {
        case .text(let text): add(key, name, text)
        case .flag(let flag): add(key, name, "\(flag)")
        case .number(let number): add(key, name, Self.text(number))
        }
      }
    }
    segments = Set(
      found.lazy.map(\.segment).filter {
        $0.name == Self.country || values[$0.name, default: []].count <= Self.mostValues
      }
    ).sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    let indices = Dictionary(
      uniqueKeysWithValues: segments.enumerated().map { ($1, $0) })
    var members: [Customer.Key: [Int32]] = [:]
    for (customer, segment) in found {
      if let index = indices[segment] { members[customer, default: []].append(Int32(index)) }
    }
    self.indices = indices
    self.members = members
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  /// Where a segment stands in `segments`; nil if nobody belongs to it.
  package func index(of segment: Segment) -> Int? { indices[segment] }

  /// The segments of a customer, as places in `segments`.
  func segments(of customer: Customer.Key) -> [Int32] { members[customer] ?? [] }
}
