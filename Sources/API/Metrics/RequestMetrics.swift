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
    /// Few statuses a route, so that searching them beats hashing.
    var responses: [(status: Int, count: Int)] = []
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

  private struct Counts {
    /// By the place of the route among the router's, where its handler ran.
    var placed: [(route: Route, series: Series)?] = []
    /// Of HEAD, and of requests that no handler took.
    var others: [Route: Series] = [:]
  }

  private let counts = Mutex(Counts())

  package init() {}

  /// Counts a response.
  package func add(_ record: ResponseRecord) {
    let seconds = Double(record.nanoseconds) * 1e-9
    let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    counts.withLock { counts in
      if let place = record.route, record.method != .head {
        while counts.placed.count <= place { counts.placed.append(nil) }
        if counts.placed[place] == nil { counts.placed[place] = (Self.route(of: record), Series()) }
        counts.placed[place]?.series.add(record, seconds, bucket)
      } else {
        counts.others[Self.route(of: record), default: Series()].add(record, seconds, bucket)
      }
    }
  }

  private static func route(of record: ResponseRecord) -> Route {
    Route(method: record.method?.rawValue ?? none, template: record.template ?? none)
  }

  /// Everything so far, in the order of routes.
  var snapshot: [(route: Route, series: Series)] {
    let counts = counts.withLock { $0 }
    return
      (counts.placed.compactMap(\.self)
      + counts.others.map { (route: $0.key, series: $0.value) })
      .sorted { ($0.route.template, $0.route.method) < ($1.route.template, $1.route.method) }
  }
}

extension RequestMetrics.Series {
  fileprivate mutating func add(_ record: ResponseRecord, _ seconds: Double, _ bucket: Int) {
    let status = record.status.rawValue
    if let place = responses.firstIndex(where: { $0.status == status }) {
      responses[place].count += 1
    } else {
      responses.append((status, 1))
    }
    buckets[bucket] += 1
    self.seconds += seconds
    bytes += record.bytes
  }
}
