import HTTPServer
import Service

extension RapportAPI {
  /// Every route, in the order of the document.
  var endpoints: [Endpoint] {
    operations + readinessRoutes + modelRoutes + trainingRoutes + metricsRoutes + ingestionRoutes
      + customerRecordRoutes + productRecordRoutes + recommendationRoutes
      + recommendationEventRoutes + discoveryRoutes
      + churnRoutes + valueRoutes + ruleRoutes + settingRoutes + supportRoutes
      + conversationRoutes + gapRoutes + rasaRoutes + privacyRoutes
  }

  static let customerID = Endpoint.Parameter(
    name: "id", place: .path, schema: .identifier, text: "the shop's own id of the customer",
    example: "\"17850\"")

  static func limit(_ most: Int) -> Endpoint.Parameter {
    Endpoint.Parameter(
      name: "limit", place: .query, schema: .integer(minimum: 1, maximum: most),
      text: "how many at the most")
  }

  // MARK: - Operations

  private var operations: [Endpoint] {
    let status = Schema.object([("status", .string(), true)])
    return [
      Endpoint(
        method: .get, template: "/healthz", summary: "Whether the process is up", scope: nil,
        isInline: true, response: status, example: #"{"status":"ok"}"#
      ) { _ in .json(Array(#"{"status":"ok"}"#.utf8)) },
      Endpoint(
        method: .get, template: "/openapi.json", summary: "This document", scope: nil,
        response: .any, hasEntityTag: true
      ) { _ in documents.response(document) },
    ]
  }
}
