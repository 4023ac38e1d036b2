import Domain
import Glibc
import HTTPServer
import Service

extension RapportAPI {
  /// What is told about answers once they were given.
  var recommendationEventRoutes: [Endpoint] {
    [
      Endpoint(
        method: .post, template: "/v1/recommendations/events",
        summary: "Store which products were shown and clicked: one object, an array, or JSON lines",
        scope: .write,
        text: "One of recommendation_id, customer_id and session_id says whose event it is, and "
          + "either product_id or, for the impression of a whole list, product_ids what it is "
          + "about. An event with the event_id of a stored one changes nothing.",
        body: Endpoint.Body(
          schema: .oneOf([
            .reference("RecommendationEvent"),
            .array(.reference("RecommendationEvent"), least: 1),
          ]), types: Endpoint.Body.jsonOrLines, example: Examples.recommendationEvent),
        response: .object([
          ("impressions", .integer(), true), ("clicks", .integer(), true),
          ("duplicates", .integer(), true), ("unmatched", .integer(), true),
        ]), problems: [.notFound, .conflict]
      ) { request in
        let now = rapport.clock()
        let (events, places) = try RecommendationEventBody.read(request, now: now)
        do {
          return try Self.json(rapport.record(events))
        } catch let error as RefusedEvent {
          guard var problem = Problem(error.reason) else { throw error.reason }
          problem.pointer = "\(places[error.index])/\(error.field)"
          throw problem
        }
      }
    ]
  }
}
