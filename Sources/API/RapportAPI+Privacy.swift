import HTTPServer
import Service

extension RapportAPI {
  /// One customer as a whole: on one page, as a file, and gone.
  var privacyRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/overview",
        summary: "A customer on one page: what to offer, how likely to leave, what to do next",
        scope: .read, parameters: [Self.customerID], response: .reference("Overview"),
        problems: [.notFound]
      ) { request in
        try Self.json(rapport.overview(customer: request.parameter("id")))
      },
      Endpoint(
        method: .get, template: "/v1/customers/{id}/export",
        summary: "Everything that is stored about a customer", scope: .admin,
        parameters: [Self.customerID], response: .reference("CustomerExport"),
        problems: [.notFound]
      ) { request in
        try Self.json(rapport.exportCustomer(request.parameter("id")))
      },
      Endpoint(
        method: .delete, template: "/v1/customers/{id}",
        summary: "Erase a customer from records, models and the disk", scope: .admin,
        parameters: [
          Self.customerID,
          Endpoint.Parameter(
            name: "dry_run", place: .query, schema: .flag,
            text: "say what would go, and change nothing"),
        ],
        response: .reference("Erasure"), problems: [.notFound]
      ) { request in
        try Self.json(
          rapport.erase(
            customer: request.parameter("id"), actor: Self.actor(of: request),
            isRehearsal: QueryReader(request).flag("dry_run")))
      },
    ]
  }
}
