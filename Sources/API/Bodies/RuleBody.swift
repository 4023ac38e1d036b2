import Domain
import HTTPServer
import Service

/// A rule as clients send it.
struct RuleBody: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case action, factor, position
    case productId = "product_id"
    case category, attribute
    case priceMin = "price_min"
    case priceMax = "price_max"
    case country
    case customerAttribute = "customer_attribute"
    case validFrom = "valid_from"
    case validUntil = "valid_until"
    case note
  }

  var action: String
  var factor: Double?
  // As a number, so that 2.5 is told from what is no number.
  var position: Double?
  var productId: String?
  var category: String?
  var attribute: String?
  var priceMin: Double?
  var priceMax: Double?
  var country: String?
  var customerAttribute: String?
  var validFrom: String?
  var validUntil: String?
  var note: String?

  private static let condition = Schema.string(
    text: "as name=value", pattern: Schema.conditionPattern)

  static let schema = Schema.closedObject([
    ("action", .string(values: ["boost", "pin", "bury", "exclude"]), true),
    ("factor", .amount(maximum: 1000, isAboveZero: true), false),
    ("position", .integer(minimum: 1, maximum: 100), false),
    ("product_id", .identifier, false), ("category", .string(), false),
    ("attribute", condition, false), ("price_min", .amount(), false),
    ("price_max", .amount(), false), ("country", .string(), false),
    ("customer_attribute", condition, false), ("valid_from", .time, false),
    ("valid_until", .time, false), ("note", .string(length: 0...1000), false),
  ])

  private var checks: RowChecks { RowChecks(place: "") }

  private func attributeCondition(
    _ text: String?, _ field: String
  ) throws(Problem) -> AttributeCondition? {
    guard let text else { return nil }
    guard let condition = AttributeCondition(text: text), !text.utf8.contains(0) else {
      throw checks.invalid(field, "must have the form name=value")
    }
    return condition
  }

  private func time(_ text: String?, _ field: String) throws(Problem) -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(rfc3339: text) else {
      throw checks.invalid(field, "must be an RFC 3339 time such as 2026-03-01T10:00:00Z")
    }
    return time
  }

  func draft() throws(Problem) -> RuleDraft {
    if let productId { try BodyReader.checkIdentifier(productId, pointer: "/product_id") }
    return RuleDraft(
      action: try ruleAction(),
      target: SteeringRule.Target(
        product: productId.map { Product.ID($0) }, category: try checks.text(category, "category"),
        attribute: try attributeCondition(attribute, "attribute"), lowestPrice: priceMin,
        highestPrice: priceMax),
      audience: SteeringRule.Audience(
        country: try checks.text(country, "country"),
        attribute: try attributeCondition(customerAttribute, "customer_attribute")),
      validFrom: try time(validFrom, "valid_from"), validUntil: try time(validUntil, "valid_until"),
      note: try checks.text(note, "note"))
  }

  private func ruleAction() throws(Problem) -> SteeringRule.Action {
    if factor != nil, action != "boost" { throw checks.invalid("factor", "is for boost") }
    if position != nil, action != "pin" { throw checks.invalid("position", "is for pin") }
    switch action {
    case "boost":
      guard let factor else { throw checks.invalid("factor", "must say how much to boost by") }
      return .boost(factor: factor)
    case "pin":
      guard let number = position.flatMap({ Int(exactly: $0) }) else {
        throw checks.invalid("position", "must be a whole number from 1 to 100")
      }
      return .pin(position: number)
    case "bury": return .bury
    case "exclude": return .exclude
    default: throw checks.invalid("action", "must be boost, pin, bury or exclude")
    }
  }
}
