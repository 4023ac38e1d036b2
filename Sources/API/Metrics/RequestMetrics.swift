package import HTTPServer
import Synchronization

/// Counts and times responses by route, method and status since the process began.
///
/// Routes are named by their templates, so that there are no more series than routes.
package final class RequestMetrics: Sendable {
  struct Route: Hashable, Sendable {
    let method: String
    let template: String
  }

  struct Series: Sendable {
    var responses: [Int: Int] = [:]
    var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
    var seconds = 0.0
    var bytes = 0
  }

  /// Upper bounds of the buckets in seconds.
  static let bounds = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
  ]
  /// The route of requests that no route has, or that could not be read.
  private static let none = "none"

  private let series = Mutex<[Route: Series]>([:])

  package init() {}

  /// Counts a response.
  package func add(_ record: ResponseRecord) {
    let parts = record.duration.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    let route = Route(
      method: record.method?.rawValue ?? Self.none, template: record.template ?? Self.none)
    series.withLock { all in
      all[route, default: Series()].add(record, seconds, bucket)
    }
  }

  /// Everything so far, in the order of routes.
  var snapshot: [(route: Route, series: Series)] {
    series.withLock { $0 }.map { (route: $0.key, series: $0.value) }
      .sorted { ($0.route.template, $0.route.method) < ($1.route.template, $1.route.method) }
  }
}

extension RequestMetrics.Series {
  fileprivate mutating func add(_ record: ResponseRecord, _ seconds: Double, _ bucket: Int) {
    responses[record.status.rawValue, default: 0] += 1
    buckets[bucket] += 1
    self.seconds += seconds
    bytes += record.bytes
  }
}
