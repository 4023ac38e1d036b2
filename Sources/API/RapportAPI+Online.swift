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
        body: Endpoint.Body(
          schema: .oneOf([
            .reference("RecommendationEvent"),
            .array(.reference("RecommendationEvent"), least: 1),
          ]), otherTypes: ["application/x-ndjson"]),
        response: .object([
          ("impressions", .integer(), true), ("clicks", .integer(), true),
          ("duplicates", .integer(), true), ("unmatched", .integer(), true),
        ]), problems: [.notFound, .conflict]
      ) { request in
        let now = Timestamp(seconds: Int64(time(nil)))
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

  /// Figures for monitoring.
  var metricsRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/metrics",
        summary: "Figures for monitoring in the text format of Prometheus",
        response: .string(), responseType: "text/plain"
      ) { _ in
        let text = Self.metricsText(try rapport.metrics(), version: version)
        return .bytes(Array(text.utf8), type: PrometheusText.mediaType)
      }
    ]
  }

  static func metricsText(_ snapshot: MetricsSnapshot, version: String) -> String {
    typealias Sample = PrometheusText.Sample
    var text = PrometheusText()
    text.add(
      "rapport_build_info", .gauge, "Always 1; its label is the version that runs.",
      [Sample([("version", version)], 1)])
    text.add(
      "rapport_model_info", .gauge, "Always 1 for each model in use.",
      snapshot.models.map { Sample([("kind", $0.kind), ("model", $0.name)], 1) })
    text.add(
      "rapport_model_created_timestamp_seconds", .gauge, "When each model in use was trained.",
      snapshot.models.map {
        Sample([("kind", $0.kind), ("model", $0.name)], Int($0.createdAt.seconds))
      })
    text.add(
      "rapport_records", .gauge, "Rows stored, by table.",
      snapshot.records.map { Sample([("table", $0.table)], $0.rows) })
    func samples(_ value: (MetricsSnapshot.Counts) -> Int) -> [Sample] {
      snapshot.groups.map { Sample(labels($0.group), value($0.counts)) }
    }
    text.add(
      "rapport_recommendation_impressions_total", .counter, "Recommended products shown.",
      samples(\.impressions))
    text.add(
      "rapport_recommendation_clicks_total", .counter, "Impressions that were clicked.",
      samples(\.clicks))
    text.add(
      "rapport_recommendation_conversions_total", .counter,
      "Impressions after which the customer bought the product within "
        + "\(Rapport.attributionDays) days.", samples(\.conversions))
    func ratios(
      _ part: (MetricsSnapshot.Counts) -> Int, of whole: (MetricsSnapshot.Counts) -> Int
    ) -> [Sample] {
      snapshot.groups.filter { whole($0.counts) > 0 }.map {
        Sample(labels($0.group), Double(part($0.counts)) / Double(whole($0.counts)))
      }
    }
    text.add(
      "rapport_recommendation_click_through_ratio", .gauge,
      "Clicked impressions as a share of all so far.",
      ratios(\.clicks, of: \.impressions))
    text.add(
      "rapport_recommendation_conversion_ratio", .gauge,
      "Conversions as a share of the impressions on customers on record so far.",
      ratios(\.conversions, of: \.customerImpressions))
    return text.text
  }

  /// An empty label is none to Prometheus, so what belongs to no experiment has
  /// none.
  private static func labels(_ group: MetricsSnapshot.Group) -> [(name: String, value: String)] {
    var labels = [(name: "model", value: group.model)]
    if let experiment = group.experiment { labels.append(("experiment", experiment)) }
    if let arm = group.arm { labels.append(("arm", arm)) }
    return labels
  }
}
