import Domain
import HTTPServer
import Service

/// One impression or click as clients send it.
struct RecommendationEventBody: RequestBody, IngestedRow {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case event
    case recommendationId = "recommendation_id"
    case customerId = "customer_id"
    case sessionId = "session_id"
    case productId = "product_id"
    case productIds = "product_ids"
    case position, model
    case occurredAt = "occurred_at"
    case eventId = "event_id"
  }

  static let name = "event"

  var event: String
  var recommendationId: String?
  var customerId: String?
  var sessionId: String?
  var productId: String?
  var productIds: [String]?
  // As a number, so that 2.5 is told from what is no number.
  var position: Double?
  var model: String?
  var occurredAt: String?
  var eventId: String?

  /// The most events, and the most products in all of them, in one request.
  static let mostItems = 10_000
  static let mostProducts = 1000
  static let greatestPosition = 10_000

  /// The events of a body, one object, an array, or JSON lines, and where each
  /// stands in it.
  static func read(
    _ request: Request, now: Timestamp
  ) throws -> (events: [RecommendationEvent], places: [String]) {
    var source = RowSource<Self>(
      BodyPieces(request), holdsLines: Endpoint.Body.holdsLines(request), now: now)
    var events: [RecommendationEvent] = []
    var places: [String] = []
    var isLast = false
    while !isLast {
      let batch = try source.next()
      events += batch.records
      places += batch.places
      isLast = batch.isLast
    }
    guard !events.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body holds no event")
    }
    guard events.count <= mostItems else {
      throw tooMany(events.count, "events")
    }
    let products = events.reduce(0) { $0 + $1.productIDs.count }
    guard products <= mostItems else { throw tooMany(products, "products") }
    return (events, places)
  }

  private static func tooMany(_ count: Int, _ name: String) -> Problem {
    Problem(
      .badRequest, code: "too_many_items",
      detail: "\(count) \(name) in one request; \(mostItems) are the most")
  }

  func record(at place: String, now: Timestamp) throws(Problem) -> RecommendationEvent {
    func invalid(_ field: String, _ reason: String) -> Problem {
      Problem(at: "\(place)/\(field)", reason)
    }
    guard let kind = RecommendationEvent.Kind(rawValue: event) else {
      throw invalid("event", "must be impression or click")
    }
    for (field, id) in [
      ("recommendation_id", recommendationId), ("customer_id", customerId),
      ("session_id", sessionId), ("model", model), ("event_id", eventId),
    ] {
      if let id { try BodyReader.checkIdentifier(id, pointer: "\(place)/\(field)") }
    }
    guard recommendationId != nil || customerId != nil || sessionId != nil else {
      throw Problem(
        .badRequest, code: "missing_field",
        detail: "one of recommendation_id, customer_id and session_id must say whose event it is",
        pointer: "\(place)/recommendation_id")
    }
    var position: Int?
    if let number = self.position {
      position = Int(exactly: number)
      guard let position, (1...Self.greatestPosition).contains(position) else {
        throw invalid("position", "must be a whole number from 1 to \(Self.greatestPosition)")
      }
    }
    let time = try InteractionBody.time(occurredAt, now: now, place: place)
    let products = try products(of: kind, at: place)
    return RecommendationEvent(
      kind, productIDs: products, recommendationID: recommendationId, customerID: customerId,
      sessionID: sessionId, position: position ?? (productIds == nil ? nil : 1), model: model,
      occurredAt: time, eventID: eventId)
  }

  private func products(
    of kind: RecommendationEvent.Kind, at place: String
  ) throws(Problem) -> [String] {
    func invalid(_ field: String, _ reason: String) -> Problem {
      Problem(at: "\(place)/\(field)", reason)
    }
    switch (productId, productIds) {
    case (let id?, nil):
      try BodyReader.checkIdentifier(id, pointer: "\(place)/product_id")
      return [id]
    case (nil, let ids?):
      guard kind == .impression else {
        throw invalid("product_ids", "is for impressions; a click has one product_id")
      }
      guard (1...Self.mostProducts).contains(ids.count) else {
        throw invalid("product_ids", "must have 1 to \(Self.mostProducts) products")
      }
      for (index, id) in ids.enumerated() {
        try BodyReader.checkIdentifier(id, pointer: "\(place)/product_ids/\(index)")
      }
      guard Set(ids.map { Product.ID($0) }).count == ids.count else {
        throw invalid("product_ids", "must not name a product twice")
      }
      return ids
    case (nil, nil):
      throw .missingField(at: "\(place)/product_id", name: "product_id")
    default: throw invalid("product_ids", "and product_id exclude each other")
    }
  }
}
