import Domain
import Glibc
import HTTPServer
import Service

extension RapportAPI {
  /// Every route, in the order of the document.
  var endpoints: [Endpoint] {
    operations + metricsRoutes + recommendationRoutes + recommendationEventRoutes
      + discoveryRoutes + churnRoutes + valueRoutes + supportRoutes + conversationRoutes
      + gapRoutes + rasaRoutes + recordRoutes
  }

  static let customerID = Endpoint.Parameter(
    name: "id", place: .path, schema: .identifier, text: "the shop's own id of the customer")

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
        method: .get, template: "/healthz", summary: "Whether the process is up", response: status
      ) { _ in try Self.json(["status": "ok"]) },
      Endpoint(
        method: .get, template: "/readyz", summary: "Whether requests can be answered",
        response: .object([
          ("status", .string(), true), ("models", .array(.string()), true),
        ])
      ) { _ in
        guard !readiness.isDraining else {
          throw Problem(.serviceUnavailable, code: "draining", detail: "the server is stopping")
        }
        let models = try rapport.warmUp()
        guard !models.isEmpty else {
          throw Problem(
            .serviceUnavailable, code: "not_trained",
            detail: "no model has been trained yet: stop the server and run 'rapport train'")
        }
        struct Ready: Encodable { var status: String, models: [String] }
        return try Self.json(Ready(status: "ready", models: models))
      },
      Endpoint(
        method: .get, template: "/openapi.json", summary: "This document", response: .any
      ) { _ in .json(document) },
      Endpoint(
        method: .get, template: "/v1/models", summary: "The kept versions of each model",
        response: .reference("Models")
      ) { request in
        struct Models: Encodable { var models: [StatusAnswer.Model] }
        return try Self.json(Models(models: try rapport.models()))
      },
    ]
  }

  // MARK: - Churn

  private var churnRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/churn",
        summary: "How likely a customer is to leave, and why",
        parameters: [
          Self.customerID,
          Endpoint.Parameter(
            name: "pairs", place: .query, schema: .boolean,
            text: "show what two measures do together as a factor of its own"),
        ],
        response: .reference("Churn"), problems: [.notFound, .conflict, .unprocessableContent]
      ) { request in
        try Self.json(
          rapport.churn(
            customer: request.parameter("id"),
            showsPairs: QueryReader(request).flag("pairs")))
      },
      Endpoint(
        method: .get, template: "/v1/churn",
        summary: "The customers most likely to leave, or most worth a contact",
        parameters: [
          Endpoint.Parameter(
            name: "by", place: .query, schema: .string(values: ChurnOrder.allCases.map(\.rawValue)),
            text: "the order: risk (the default), profit or value"),
          Self.limit(1000),
          Endpoint.Parameter(
            name: "min_probability", place: .query, schema: .numberIn(0...1),
            text: "only customers of at least this probability"),
          Endpoint.Parameter(
            name: "include_gone", place: .query, schema: .boolean,
            text: "also customers who have left already by the definition"),
        ],
        response: .reference("ChurnList"), problems: [.conflict]
      ) { request in
        let query = QueryReader(request)
        return try Self.json(
          rapport.churnList(
            ChurnListOptions(
              limit: query.integer("limit", default: 20, in: 1...1000),
              order: query.word("by", among: ChurnOrder.allCases.map(\.rawValue))
                .flatMap(ChurnOrder.init) ?? .risk,
              leastProbability: query.number("min_probability", default: 0, in: 0...1),
              includesGone: query.flag("include_gone"))))
      },
    ]
  }

  // MARK: - Records

  private var recordRoutes: [Endpoint] {
    [
      Endpoint(
        method: .post, template: "/v1/interactions",
        summary: "Store what customers did: one object, an array, or JSON lines",
        body: Endpoint.Body(
          schema: .oneOf([.reference("Interaction"), .array(.reference("Interaction"), least: 1)]),
          otherTypes: ["application/x-ndjson"]),
        response: .object([("added", .integer(), true), ("duplicates", .integer(), true)])
      ) { request in
        let now = Timestamp(seconds: Int64(time(nil)))
        return try Self.json(rapport.record(InteractionBody.read(request, now: now)))
      }
    ]
  }
}
