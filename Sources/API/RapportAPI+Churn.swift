import HTTPServer
import Service

extension RapportAPI {
  /// Who is about to leave.
  var churnRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers/{id}/churn",
        summary: "How likely a customer is to leave, and why", scope: .read,
        parameters: [
          Self.customerID,
          Endpoint.Parameter(
            name: "pairs", place: .query, schema: .flag,
            text: "show what two measures do together as a factor of its own"),
        ],
        response: .reference("Churn"), problems: [.notFound, .conflict, .unprocessableContent]
      ) { request in
        try Self.json(
          rapport.churn(
            customer: request.parameter("id"),
            showsPairs: QueryReader(request).flag("pairs")))
      },
      churnList,
    ]
  }

  private var churnList: Endpoint {
    Endpoint(
      method: .get, template: "/v1/churn",
      summary: "The customers most likely to leave, or most worth a contact", scope: .read,
      parameters: [
        Endpoint.Parameter(
          name: "by", place: .query, schema: .string(values: ChurnOrder.allCases.map(\.rawValue)),
          text: "the order: risk (the default), profit or value"),
        Self.limit(1000), Self.cursor,
        Endpoint.Parameter(
          name: "min_probability", place: .query, schema: .numberIn(0...1),
          text: "only customers of at least this probability"),
        Endpoint.Parameter(
          name: "include_gone", place: .query, schema: .flag,
          text: "also customers who have left already by the definition"),
      ],
      response: .reference("ChurnList"), problems: [.conflict]
    ) { request in
      let query = QueryReader(request)
      let order =
        try query.word("by", among: ChurnOrder.allCases.map(\.rawValue))
        .flatMap(ChurnOrder.init) ?? .risk
      let place = try request.query("cursor").map { text throws(Problem) in
        guard let place = ChurnPlace(text, of: order) else { throw Self.invalidCursor }
        return place
      }
      return try Self.json(
        rapport.churnList(
          ChurnListOptions(
            limit: query.integer("limit", default: 20, in: 1...1000), order: order,
            after: place,
            leastProbability: query.number("min_probability", default: 0, in: 0...1),
            includesGone: query.flag("include_gone"))))
    }
  }
}
