import Domain
import HTTPServer

/// One interaction as clients send it.
///
/// Read without the decoder, which with the check of its input takes eleven times as long
/// and would be most of what storing an event costs.
struct InteractionBody: IngestedRow {
  static let name = "interaction"
  static let fields: [StaticString] = [
    "customer_id", "product_id", "kind", "quantity", "price", "value", "occurred_at", "event_id",
  ]

  private var customerId: String?
  private var productId: String?
  private var kind: String?
  private var quantity: Double?
  private var price: Double?
  private var value: Double?
  private var occurredAt: String?
  private var eventId: String?

  // MARK: - Reading

  static func read(
    _ bytes: ArraySlice<UInt8>, at place: String
  ) throws(Problem) -> InteractionBody {
    do throws(JSONFailure) {
      var reader = try JSONReader(bytes)
      let body = try InteractionBody(&reader)
      try reader.finish()
      return body
    } catch {
      throw error.problem(prefix: place)
    }
  }

  static func read(arrayIn bytes: ArraySlice<UInt8>) throws(Problem) -> [InteractionBody] {
    do throws(JSONFailure) {
      var reader = try JSONReader(bytes)
      var bodies: [InteractionBody] = []
      try reader.array { reader, _ throws(JSONFailure) in
        bodies.append(try InteractionBody(&reader))
      }
      try reader.finish()
      return bodies
    } catch {
      throw error.problem()
    }
  }

  private init(_ reader: inout JSONReader) throws(JSONFailure) {
    var body = InteractionBody()
    var seen: UInt8 = 0
    // Members mostly come in one order.
    var next = 0
    try reader.object { reader, name throws(JSONFailure) in
      let field = try Self.field(name, near: next)
      guard seen & 1 << field == 0 else {
        throw JSONFailure("duplicate_field", "is there twice")
      }
      seen |= 1 << field
      next = (field + 1) % Self.fields.count
      guard try !reader.takeNull() else { return }
      switch field {
      case 0: body.customerId = try reader.string()
      case 1: body.productId = try reader.string()
      case 2: body.kind = try reader.string()
      case 3: body.quantity = try reader.number()
      case 4: body.price = try reader.number()
      case 5: body.value = try reader.number()
      case 6: body.occurredAt = try reader.string()
      default: body.eventId = try reader.string()
      }
    }
    self = body
  }

  private init() {}

  private static func field(_ name: JSONName, near next: Int) throws(JSONFailure) -> Int {
    if name.matches(fields[next]) { return next }
    if let field = fields.firstIndex(where: { name.matches($0) }) { return field }
    throw .unknownField(known: fields.map(\.description))
  }

  // MARK: - Meaning

  func record(at place: String, now: Timestamp) throws(Problem) -> Interaction {
    func invalid(_ field: String, _ reason: String) -> Problem {
      Problem(at: "\(place)/\(field)", reason)
    }
    func required(_ value: String?, _ field: String) throws(Problem) -> String {
      guard let value else { throw .missingField(at: "\(place)/\(field)", name: field) }
      return value
    }
    let customer = try required(customerId, "customer_id")
    let product = try required(productId, "product_id")
    try BodyReader.checkIdentifier(customer, pointer: "\(place)/customer_id")
    try BodyReader.checkIdentifier(product, pointer: "\(place)/product_id")
    if let eventId { try BodyReader.checkIdentifier(eventId, pointer: "\(place)/event_id") }
    guard let kind = InteractionKind(name: try required(kind, "kind")) else {
      throw invalid(
        "kind", "must be one of \(InteractionKind.allCases.map(\.name).joined(separator: ", "))")
    }
    let quantity = quantity ?? 1
    guard quantity > 0 else {
      throw invalid("quantity", "must be above zero; what comes back is of kind return")
    }
    guard quantity <= Interaction.greatestAmount else {
      throw invalid("quantity", "is too large")
    }
    for (field, number) in [("price", price), ("value", value)] {
      guard let number else { continue }
      guard number >= 0 else { throw invalid(field, "must not be below zero") }
      guard number <= Interaction.greatestAmount else { throw invalid(field, "is too large") }
    }
    if kind == .rating, value.map({ $0 > Interaction.greatestRating }) ?? true {
      throw invalid("value", "must be the rating, from 0 to \(Int(Interaction.greatestRating))")
    }
    let time = try Self.time(occurredAt, now: now, place: place)
    let total = value ?? price.map { $0 * quantity }
    guard total ?? 0 <= Interaction.greatestAmount else {
      throw invalid("price", "times quantity is too large")
    }
    return Interaction(
      customer: Customer.ID(customer), product: Product.ID(product), kind: kind,
      quantity: quantity, value: total, occurredAt: time, eventID: eventId)
  }

  /// The time of an event: now where none is given.
  static func time(
    _ text: String?, now: Timestamp, place: String
  ) throws(Problem) -> Timestamp {
    guard let text else { return now }
    func invalid(_ reason: String) -> Problem { Problem(at: "\(place)/occurred_at", reason) }
    guard let time = Timestamp(rfc3339: text) else {
      throw invalid("must be an RFC 3339 time such as 2026-03-01T10:00:00Z")
    }
    // One wrong clock would move the end of all data, and with it every churn score.
    guard time <= now.adding(days: 1) else { throw invalid("lies in the future") }
    return time
  }
}
