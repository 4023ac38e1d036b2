import HTTPServer
import Service

extension RapportAPI {
  /// The shop's own wishes about what is shown.
  var ruleRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/rules", summary: "Rules about which products are shown",
        scope: .read,
        parameters: [
          Endpoint.Parameter(
            name: "all", place: .query, schema: .flag, text: "also those that count no more")
        ],
        response: .object([("rules", .array(.reference("Rule")), true)]),
        example: "{\"rules\":[\(Examples.rule)]}"
      ) { request in
        struct Rules: Encodable { var rules: [RuleAnswer] }
        return try Self.json(
          Rules(rules: rapport.rules(includesPast: QueryReader(request).flag("all"))))
      },
      addRule,
      Endpoint(
        method: .delete, template: "/v1/rules/{id}", summary: "End a rule",
        scope: .write, text: "It stays in the list of all.",
        parameters: [
          Endpoint.Parameter(
            name: "id", place: .path, schema: .integer(minimum: 1), text: "number of the rule",
            example: "1")
        ],
        response: .reference("Rule"), example: Examples.rule, problems: [.notFound]
      ) { request in
        let text = request.parameter("id")
        guard let id = Int(text), String(id) == text else {
          throw Problem(
            .notFound, code: ServiceError.Code.unknownRule.rawValue,
            detail: "the id of a rule is a number such as 1")
        }
        return try Self.json(rapport.removeRule(id, actor: Self.actor(of: request)))
      },
    ]
  }

  private var addRule: Endpoint {
    Endpoint(
      method: .post, template: "/v1/rules", summary: "Add a rule; it counts at once",
      scope: .write,
      text: "A rule that says what another says already is refused with 400.",
      body: Endpoint.Body(schema: RuleBody.schema, example: Examples.newRule),
      success: .created,
      response: .object([
        ("rule", .reference("Rule"), true), ("products", .integer(), true),
        ("warnings", .array(.string()), true),
      ]), example: "{\"products\":12,\"rule\":\(Examples.rule),\"warnings\":[]}",
      links: [
        Endpoint.Link(
          name: "remove", operation: "delete_v1_rules_id",
          parameters: [("id", "$response.body#/rule/id")])
      ], problems: [.notFound]
    ) { request in
      let draft = try BodyReader.decode(RuleBody.self, from: request).draft()
      let answer = try rapport.addRule(draft, actor: Self.actor(of: request))
      var response = try Self.json(answer, status: .created)
      response.headers["Location"] = "/v1/rules/\(answer.rule.id)"
      return response
    }
  }

  /// Who a change is put down to.
  static func actor(of request: Request) -> String { request.keyID ?? "http" }
}
