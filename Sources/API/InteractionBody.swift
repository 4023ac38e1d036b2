import Domain
import HTTPServer

/// One interaction as clients send it.
struct InteractionBody: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case customerId = "customer_id"
    case productId = "product_id"
    case kind, quantity, price, value
    case occurredAt = "occurred_at"
    case eventId = "event_id"
  }

  var customerId: String
  var productId: String
  var kind: String
  var quantity: Double?
  var price: Double?
  var value: Double?
  var occurredAt: String?
  var eventId: String?

  /// The interactions of a body: one object, an array, or JSON lines.
  static func read(_ request: Request, now: Timestamp) throws -> [Interaction] {
    try BodyReader.decode(
      severalOf: Self.self, from: request, called: "interaction", most: 10_000
    ).map { try $0.body.interaction(at: $0.place, now: now) }
  }

  private func interaction(at place: String, now: Timestamp) throws(Problem) -> Interaction {
    func invalid(_ field: String, _ reason: String) -> Problem {
      Problem(
        .badRequest, code: "invalid_field", detail: "\(field) \(reason)",
        pointer: "\(place)/\(field)")
    }
    for (field, id) in [("customer_id", customerId), ("product_id", productId)] {
      try BodyReader.checkIdentifier(id, pointer: "\(place)/\(field)")
    }
    if let eventId { try BodyReader.checkIdentifier(eventId, pointer: "\(place)/event_id") }
    guard let kind = InteractionKind(name: kind) else {
      throw invalid(
        "kind", "must be one of \(InteractionKind.allCases.map(\.name).joined(separator: ", "))")
    }
    let quantity = quantity ?? 1
    guard quantity > 0 else { throw invalid("quantity", "must be above zero") }
    for (field, number) in [("quantity", quantity), ("price", price ?? 0), ("value", value ?? 0)]
    where number > Interaction.greatestAmount {
      throw invalid(field, "is too large")
    }
    if kind == .rating {
      guard let value, value <= Interaction.greatestRating else {
        throw invalid("value", "must be the rating, from 0 to \(Int(Interaction.greatestRating))")
      }
    }
    if let price, price < 0 { throw invalid("price", "must not be below zero") }
    if let value, value < 0 { throw invalid("value", "must not be below zero") }
    let time = try Self.time(occurredAt, now: now, place: place)
    let total = value ?? price.map { $0 * quantity }
    guard total ?? 0 <= Interaction.greatestAmount else {
      throw invalid("price", "times quantity is too large")
    }
    return Interaction(
      customer: Customer.ID(customerId), product: Product.ID(productId), kind: kind,
      quantity: quantity, value: total, occurredAt: time,
      eventID: eventId)
  }
  /// The time of an event: now where none is given.
  static func time(
    _ text: String?, now: Timestamp, place: String
  ) throws(Problem) -> Timestamp {
    guard let text else { return now }
    func invalid(_ reason: String) -> Problem {
      Problem(
        .badRequest, code: "invalid_field", detail: "occurred_at \(reason)",
        pointer: "\(place)/occurred_at")
    }
    guard let time = Timestamp(rfc3339: text) else {
      throw invalid("must be an RFC 3339 time such as 2026-03-01T10:00:00Z")
    }
    // One wrong clock would move the end of all data, and with it every churn score.
    guard time <= now.adding(days: 1) else { throw invalid("lies in the future") }
    return time
  }
}
