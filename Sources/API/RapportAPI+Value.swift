import HTTPServer
import Service

extension RapportAPI {
  /// What customers are worth.
  var valueRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/value",
        summary: "What a customer is expected to spend, and why", scope: .read,
        parameters: [Self.customerID], response: .reference("Value"),
        problems: [.notFound, .conflict, .unprocessableContent]
      ) { request in
        try Self.json(rapport.value(customer: request.parameter("id")))
      }
    ]
  }
}
