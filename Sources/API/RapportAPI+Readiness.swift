import HTTPServer
import Service
import Storage

extension RapportAPI {
  /// Whether the process runs, and whether it can answer.
  var readinessRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/readyz", summary: "Whether requests can be answered",
        scope: nil,
        response: .object([
          ("status", .string(), true), ("models", .array(.string()), true),
          ("migration", .string(), true),
        ])
      ) { _ in
        guard !readiness.isDraining else {
          throw Problem(.serviceUnavailable, code: "draining", detail: "the server is stopping")
        }
        return try Self.json(ready())
      }
    ]
  }

  /// A model that was never trained is left out; a server without any is not ready.
  private func ready() throws -> ReadinessAnswer {
    let answer: ReadinessAnswer
    do {
      answer = try rapport.readiness()
    } catch {
      let reason = Problem(error)?.detail ?? "the log has the reason"
      throw Problem(
        .serviceUnavailable, code: "database_unreadable",
        detail: "the database or a model in it cannot be read: \(reason)")
    }
    guard !answer.models.isEmpty else {
      throw Problem(
        .serviceUnavailable, code: "not_trained",
        detail: "no model has been trained yet: POST /v1/training, or stop the server and run "
          + "'rapport train'")
    }
    return answer
  }
}
