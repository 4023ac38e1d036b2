import HTTPServer
import Recommendation
import Service

extension RapportAPI {
  /// What customers, sessions and carts should see next, and products alike.
  var recommendationRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/recommendations",
        summary: "What a customer should see next", scope: .read,
        parameters: [Self.customerID] + Self.listParameters,
        response: .reference("Recommendations"), example: Examples.recommendations,
        problems: [.notFound, .conflict]
      ) { request in
        try rapport.recommend(
          customer: request.parameter("id"), options: Self.listOptions(request)
        ).response()
      },
      Endpoint(
        method: .post, template: "/v1/recommendations",
        summary: "What somebody should see next of whom only some events are known", scope: .read,
        body: Endpoint.Body(schema: SessionBody.schema, example: Examples.session),
        response: .reference("Recommendations"),
        problems: [.notFound, .conflict]
      ) { request in
        let body = try BodyReader.decode(SessionBody.self, from: request)
        return try rapport.recommend(
          session: body.events(now: rapport.clock()), country: body.country, options: body.options()
        ).response()
      },
      Endpoint(
        method: .get, template: "/v1/products/{id}/similar", summary: "Products most like one",
        scope: .read,
        parameters: [
          Endpoint.Parameter(
            name: "id", place: .path, schema: .identifier, text: "the shop's own id of the product"),
          Self.limit(100),
        ],
        response: .reference("Recommendations"),
        problems: [.notFound, .conflict, .unprocessableContent]
      ) { request in
        let query = QueryReader(request)
        return try rapport.similar(
          to: request.parameter("id"), limit: query.integer("limit", default: 10, in: 1...100)
        ).response()
      },
    ]
  }

  private static let listParameters = [
    limit(RecommendationOptions.limits.upperBound),
    Endpoint.Parameter(
      name: "offset", place: .query,
      schema: .integer(minimum: 0, maximum: RecommendationOptions.offsets.upperBound),
      text: "pass over so many products: the second page of tens has 10"),
    Endpoint.Parameter(
      name: "category", place: .query, schema: .string(),
      text: "only products of these categories; repeat it or separate with commas"),
    Endpoint.Parameter(
      name: "min_price", place: .query, schema: .amount(), text: "only products from this price on"),
    Endpoint.Parameter(
      name: "max_price", place: .query, schema: .amount(), text: "only products up to this price"),
    Endpoint.Parameter(
      name: "attribute", place: .query, schema: .string(pattern: Schema.conditionPattern),
      text: "only products with this attribute, as name=value; repeat it for several"),
    Endpoint.Parameter(
      name: "exclude", place: .query, schema: .string(),
      text: "product ids to leave out; repeat it or separate with commas"),
    Endpoint.Parameter(
      name: "new", place: .query, schema: .flag,
      text: "only products the customer has not bought; the same as bought=exclude"),
    Endpoint.Parameter(
      name: "bought", place: .query, schema: .string(values: RecommendationOptions.policies),
      text: "products bought before: leave them out, allow them, or raise those due again"),
    Endpoint.Parameter(
      name: "diversity", place: .query, schema: .numberIn(0...1),
      text: "from 0, by score alone, to 1, as unlike as can be"),
    Endpoint.Parameter(
      name: "explore", place: .query, schema: .numberIn(0...1),
      text: "the share of places for products shown little"),
    Endpoint.Parameter(
      name: "explain", place: .query, schema: .flag, text: "give the reasons of each product"),
  ]

  private static func listOptions(_ request: Request) throws -> RecommendationOptions {
    let query = QueryReader(request)
    let bought =
      try query.word("bought", among: RecommendationOptions.policies)
      .flatMap(PurchasePolicy.init) ?? .allow
    return RecommendationOptions(
      limit: try query.integer("limit", default: 10, in: RecommendationOptions.limits),
      offset: try query.integer("offset", default: 0, in: RecommendationOptions.offsets),
      categories: query.list("category"),
      prices: (try query.price("min_price"), try query.price("max_price")),
      attributes: try query.conditions("attribute"), excluded: query.list("exclude"),
      bought: try query.flag("new") ? .exclude : bought,
      diversity: try query.number("diversity", default: 0, in: 0...1),
      exploration: try query.number("explore", default: 0, in: 0...1),
      explains: try query.flag("explain"), isTracked: true)
  }
}
