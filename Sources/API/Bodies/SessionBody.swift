import Domain
import HTTPServer
import Recommendation
import Service

/// A session or cart as clients send it.
struct SessionBody: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case productIds = "product_ids"
    case history, country, limit, offset, category
    case minPrice = "min_price"
    case maxPrice = "max_price"
    case attributes, exclude, bought, diversity, explore, explain
  }

  /// One thing that was done.
  struct Event: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
      case productId = "product_id"
      case kind, value
      case occurredAt = "occurred_at"
    }

    var productId: String
    var kind: String?
    var value: Double?
    var occurredAt: String?
  }

  var productIds: [String]?
  var history: [Event]?
  var country: String?
  // As a number, so that 2.5 is told from what is no number.
  var limit: Double?
  var offset: Double?
  var category: [String]?
  var minPrice: Double?
  var maxPrice: Double?
  var attributes: [String: String]?
  var exclude: [String]?
  var bought: String?
  var diversity: Double?
  var explore: Double?
  var explain: Bool?

  private static let mostEvents = 1000

  private static let limits = Schema.integer(
    minimum: 1, maximum: RecommendationOptions.limits.upperBound)
  private static let offsets = Schema.integer(
    minimum: 0, maximum: RecommendationOptions.offsets.upperBound)

  static let schema = Schema.closedObject([
    ("product_ids", .nullable(.array(.identifier, most: mostEvents)), false),
    (
      "history",
      .nullable(
        .array(
          .closedObject([
            ("product_id", .identifier, true),
            ("kind", .nullable(.string(values: InteractionKind.allCases.map(\.name))), false),
            (
              "value", .nullable(.amount(maximum: Interaction.greatestRating)), false
            ),
            ("occurred_at", .nullable(.time), false),
          ]), most: mostEvents)), false
    ),
    ("country", .nullable(.string()), false),
    ("limit", .nullable(limits), false),
    ("offset", .nullable(offsets), false),
    ("category", .nullable(.array(.string())), false), ("min_price", .nullable(.amount()), false),
    ("max_price", .nullable(.amount()), false), ("attributes", .nullable(.map(.string())), false),
    ("exclude", .nullable(.array(.identifier)), false),
    ("bought", .nullable(.string(values: RecommendationOptions.policies)), false),
    ("diversity", .nullable(.numberIn(0...1)), false),
    ("explore", .nullable(.numberIn(0...1)), false), ("explain", .nullable(.boolean), false),
  ])

  /// The history, then the products in hand.
  func events(now: Timestamp) throws(Problem) -> [SessionEvent] {
    var events: [SessionEvent] = []
    guard productIds != nil || history != nil else {
      throw Problem(
        .badRequest, code: "missing_field", detail: "give product_ids or history",
        pointer: "/product_ids")
    }
    for (index, event) in (history ?? []).enumerated() {
      let place = "/history/\(index)"
      try BodyReader.checkIdentifier(event.productId, pointer: "\(place)/product_id")
      guard let kind = InteractionKind(name: event.kind ?? "view") else {
        throw Self.invalid(
          "\(place)/kind",
          "must be one of \(InteractionKind.allCases.map(\.name).joined(separator: ", "))")
      }
      if let value = event.value, !(0...Interaction.greatestRating).contains(value) {
        throw Self.invalid(
          "\(place)/value", "must lie between 0 and \(Int(Interaction.greatestRating))")
      }
      var occurredAt: Timestamp?
      if let text = event.occurredAt {
        occurredAt = try InteractionBody.time(text, now: now, place: place)
      }
      events.append(
        SessionEvent(
          productID: event.productId, kind: kind, value: event.value, occurredAt: occurredAt))
    }
    for (index, id) in (productIds ?? []).enumerated() {
      try BodyReader.checkIdentifier(id, pointer: "/product_ids/\(index)")
      events.append(SessionEvent(productID: id))
    }
    guard events.count <= Self.mostEvents else {
      throw Self.invalid(
        history?.isEmpty == false ? "/history" : "/product_ids",
        "must not have more than \(Self.mostEvents) events")
    }
    return events
  }

  func options() throws(Problem) -> RecommendationOptions {
    for (index, id) in (exclude ?? []).enumerated() {
      try BodyReader.checkIdentifier(id, pointer: "/exclude/\(index)")
    }
    guard let policy = PurchasePolicy(rawValue: bought ?? PurchasePolicy.allow.rawValue) else {
      throw Self.invalid(
        "/bought", "must be one of \(RecommendationOptions.policies.joined(separator: ", "))")
    }
    for (field, price) in [("min_price", minPrice), ("max_price", maxPrice)] {
      guard price ?? 0 >= 0 else { throw Self.invalid("/\(field)", "must not be below zero") }
    }
    return RecommendationOptions(
      limit: try whole("limit", limit, default: 10, in: RecommendationOptions.limits),
      offset: try whole("offset", offset, default: 0, in: RecommendationOptions.offsets),
      categories: category ?? [], prices: (minPrice, maxPrice),
      attributes: (attributes ?? [:]).sorted { $0.key < $1.key }
        .map { AttributeCondition(name: $0.key, value: $0.value) },
      excluded: exclude ?? [], bought: policy,
      diversity: try share("diversity", diversity), exploration: try share("explore", explore),
      explains: explain ?? false, isTracked: true)
  }

  private func whole(
    _ field: String, _ value: Double?, default fallback: Int, in range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    guard let value else { return fallback }
    guard let number = Int(exactly: value), range.contains(number) else {
      throw Self.invalid(
        "/\(field)", "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private func share(_ field: String, _ value: Double?) throws(Problem) -> Double {
    guard let value else { return 0 }
    guard (0...1).contains(value) else {
      throw Self.invalid("/\(field)", "must lie between 0 and 1")
    }
    return value
  }

  private static func invalid(_ pointer: String, _ reason: String) -> Problem {
    Problem(at: pointer, reason)
  }
}
