package import Domain

/// That recommended products were shown, or that one of them was clicked.
package struct RecommendationEvent: Sendable, Hashable {
  /// What happened to a recommendation.
  package enum Kind: String, Sendable, CaseIterable {
    case impression
    case click
  }

  /// What kind it is.
  package var kind: Kind
  /// The id of the answer that the products come from.
  package var recommendationID: String?
  /// The shop's own id of a customer on record.
  package var customerID: String?
  /// Links the clicks of people without a customer record to what they saw.
  package var sessionID: String?
  /// The products shown, in their order; a click has one.
  package var productIDs: [String]
  /// The place of the first product in the list, from 1.
  package var position: Int?
  /// The version that recommended, such as `recommender-7`; known without it where
  /// the recommendation id is one of ours.
  package var model: String?
  /// When it happened.
  package var occurredAt: Timestamp
  /// The source's own identifier of the event, which makes re-sending harmless.
  package var eventID: String?

  package init(
    _ kind: Kind, productIDs: [String], recommendationID: String? = nil,
    customerID: String? = nil, sessionID: String? = nil, position: Int? = nil,
    model: String? = nil, occurredAt: Timestamp, eventID: String? = nil
  ) {
    self.kind = kind
    self.recommendationID = recommendationID
    self.customerID = customerID
    self.sessionID = sessionID
    self.productIDs = productIDs
    self.position = position
    self.model = model
    self.occurredAt = occurredAt
    self.eventID = eventID
  }
}

/// What became of events that were sent.
package struct RecordedEvents: Codable, Sendable, Hashable {
  /// Products newly stored as shown.
  package var impressions = 0
  /// Products newly stored as clicked.
  package var clicks = 0
  /// Sent again: stored already.
  package var duplicates = 0
  /// Clicks on something that nobody has said was shown; not stored.
  package var unmatched = 0
}

/// One of several events that cannot be stored, and why.
package struct RefusedEvent: Error, CustomStringConvertible {
  /// Which of the events, from 0.
  package let index: Int
  /// The field at fault, as the API names it.
  package let field: String
  /// Why, in words.
  package let reason: ServiceError

  package var description: String { "event \(index), \(field): \(reason)" }
}
