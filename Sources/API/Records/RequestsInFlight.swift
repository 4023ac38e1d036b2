import HTTPServer
import Service
import Storage
import Synchronization

/// The keyed requests that are being worked on.
final class RequestsInFlight: Sendable {
  private let ids = Mutex<Set<IdempotencyRecord.ID>>([])

  /// Runs a closure unless a request of that id is being worked on.
  ///
  /// - Throws: 409.
  func alone<Result>(_ id: IdempotencyRecord.ID, _ body: () throws -> Result) throws -> Result {
    guard ids.withLock({ $0.insert(id).inserted }) else {
      var problem = Problem(
        .conflict, code: "request_in_progress",
        detail: "a request with this Idempotency-Key is being worked on; ask again in a moment")
      problem.headers["Retry-After"] = "1"
      throw problem
    }
    defer { _ = ids.withLock { $0.remove(id) } }
    return try body()
  }
}
