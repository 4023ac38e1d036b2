import Domain
import HTTPServer
import Service

extension RapportAPI {
  /// Figures for monitoring.
  var metricsRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/metrics",
        summary: "Figures for monitoring in the text format of Prometheus", scope: .read,
        response: .string(), responseType: "text/plain"
      ) { _ in
        var text = Self.metricsText(try rapport.metrics(), version: version)
        Self.add(requests.snapshot, to: &text)
        ProcessFigures.now?.add(to: &text)
        return .bytes(Array(text.text.utf8), type: PrometheusText.mediaType)
      }
    ]
  }

  /// What was asked, how it was answered and how long it took.
  private static func add(
    _ routes: [(route: RequestMetrics.Route, series: RequestMetrics.Series)],
    to text: inout PrometheusText
  ) {
    func labels(_ route: RequestMetrics.Route) -> [(name: String, value: String)] {
      [("method", route.method), ("route", route.template)]
    }
    text.add(
      "rapport_http_requests_total", .counter, "Responses by route, method and status.",
      routes.flatMap { route, series in
        series.responses.sorted { $0.status < $1.status }.map { status, count in
          PrometheusText.Sample(labels(route) + [("status", "\(status)")], count)
        }
      })
    text.add(
      "rapport_http_request_duration_seconds",
      "From the whole request's arrival to the last byte handed to the system.",
      routes.map { route, series in
        PrometheusText.Histogram(
          labels: labels(route), bounds: RequestMetrics.bounds, counts: series.buckets,
          sum: series.seconds)
      })
    text.add(
      "rapport_http_response_bytes_total", .counter, "Bytes sent, heads included.",
      routes.map { PrometheusText.Sample(labels($0.route), $0.series.bytes) })
  }

  static func metricsText(_ snapshot: MetricsSnapshot, version: String) -> PrometheusText {
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
    return text
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
