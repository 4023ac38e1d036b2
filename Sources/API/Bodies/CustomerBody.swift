import Domain

/// A customer as clients send one, to be added or merged into the one known.
struct CustomerBody: RequestBody, IngestedRow {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, name, email, country
    case firstSeen = "first_seen"
    case attributes
  }

  static let name = "customer"

  var id: String
  var name: String?
  var email: String?
  var country: String?
  var firstSeen: String?
  var attributes: [String: AttributeValue]?

  func record(at place: String, now: Timestamp) throws(Problem) -> Customer {
    try BodyReader.checkIdentifier(id, pointer: "\(place)/id")
    let checks = RowChecks(place: place)
    var time: Timestamp?
    if let firstSeen { time = try Self.time(firstSeen, checks) }
    return Customer(
      id: Customer.ID(id), name: try checks.text(name, "name"),
      email: try checks.text(email, "email"), country: try checks.text(country, "country"),
      firstSeen: time, attributes: try checks.attributes(attributes))
  }

  static func time(_ text: String, _ checks: RowChecks) throws(Problem) -> Timestamp {
    guard let time = Timestamp(rfc3339: text) else {
      throw checks.invalid("first_seen", "must be an RFC 3339 time such as 2026-03-01T10:00:00Z")
    }
    return time
  }
}

/// What changes in the record of a customer.
///
/// - Source: RFC 7396, "JSON Merge Patch".
struct CustomerPatch: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, email, country
    case firstSeen = "first_seen"
    case attributes
  }

  private var name: Change<String>
  private var email: Change<String>
  private var country: Change<String>
  private var firstSeen: Change<String>
  private var attributes: Change<[String: AttributeValue?]>

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.change(.name)
    email = try container.change(.email)
    country = try container.change(.country)
    firstSeen = try container.change(.firstSeen)
    attributes = try container.change(.attributes)
  }

  func apply(to customer: inout Customer) throws(Problem) {
    let checks = RowChecks(place: "")
    customer.name = try name.text(customer.name, "name", checks)
    customer.email = try email.text(customer.email, "email", checks)
    customer.country = try country.text(customer.country, "country", checks)
    switch firstSeen {
    case .none: break
    case .clear: customer.firstSeen = nil
    case .set(let text): customer.firstSeen = try CustomerBody.time(text, checks)
    }
    try attributes.merge(into: &customer.attributes, checks)
  }
}
