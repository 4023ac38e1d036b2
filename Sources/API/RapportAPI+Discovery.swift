import HTTPServer
import Service

extension RapportAPI {
  private static let category = Endpoint.Parameter(
    name: "category", place: .query, schema: .string(),
    text: "only products of these categories; repeat it or separate with commas")

  /// Lists of products for anybody, and customers of like taste.
  var discoveryRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/products/trending",
        summary: "Products that more customers meet now than usually", scope: .read,
        parameters: [Self.limit(100), Self.category], response: .reference("Discoveries")
      ) { request in
        try Self.json(rapport.trending(Self.options(request)))
      },
      Endpoint(
        method: .get, template: "/v1/products/popular",
        summary: "What customers meet most, all of them or those of a segment", scope: .read,
        parameters: [
          Self.limit(100), Self.category,
          Endpoint.Parameter(
            name: "country", place: .query, schema: .string(),
            text: "count only customers of this country"),
          Endpoint.Parameter(
            name: "segment", place: .query, schema: .string(pattern: Schema.conditionPattern),
            text: "count only customers with this attribute value, as name=value"),
        ],
        response: .reference("Discoveries")
      ) { request in
        var options = try Self.options(request)
        options.segment = try DiscoveryOptions.segment(
          country: request.query("country"), text: request.query("segment"))
        return try Self.json(rapport.popular(options))
      },
      Endpoint(
        method: .get, template: "/v1/products/new", summary: "The products that came last",
        scope: .read,
        parameters: [Self.limit(100), Self.category], response: .reference("Discoveries")
      ) { request in
        try Self.json(rapport.newest(Self.options(request)))
      },
      Endpoint(
        method: .get, template: "/v1/customers/{id}/similar", summary: "Customers of like taste",
        scope: .read,
        parameters: [Self.customerID, Self.limit(100)],
        response: .reference("SimilarCustomers"),
        problems: [.notFound, .conflict, .unprocessableContent]
      ) { request in
        let limit = try QueryReader(request).integer("limit", default: 10, in: 1...100)
        return try Self.json(
          rapport.similarCustomers(to: request.parameter("id"), limit: limit))
      },
    ]
  }

  private static func options(_ request: Request) throws -> DiscoveryOptions {
    let query = QueryReader(request)
    return DiscoveryOptions(
      limit: try query.integer("limit", default: 10, in: 1...100),
      categories: query.list("category"))
  }
}
