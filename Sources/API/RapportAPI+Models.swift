import HTTPServer
import Service

extension RapportAPI {
  /// The trained models.
  var modelRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/models", summary: "The kept versions of each model",
        scope: .read, response: .reference("Models"), example: Examples.models,
        hasEntityTag: true
      ) { request in
        struct Models: Encodable { var models: [StatusAnswer.Model] }
        return try Self.json(Models(models: try rapport.models()))
      },
      Endpoint(
        method: .post, template: "/v1/models/{kind}/rollback",
        summary: "Put a kept version of a model in use", scope: .admin,
        text: "Any kept version will do, a newer one than that in use too. Sending it again "
          + "changes nothing.",
        parameters: [
          Endpoint.Parameter(
            name: "kind", place: .path, schema: .string(length: 1...64, pattern: "^[a-z]+$"),
            text: "recommender, churn, value or support", example: "\"churn\"")
        ],
        body: Endpoint.Body(
          schema: .closedObject([
            ("version", .integer(minimum: 1, maximum: RollbackBody.greatestVersion), true)
          ]), example: #"{"version":1}"#),
        response: .object([
          ("kind", .string(), true), ("version", .integer(), true), ("name", .string(), true),
        ]), example: #"{"kind":"churn","name":"churn-1","version":1}"#, problems: [.notFound]
      ) { request in
        let kind = request.parameter("kind")
        let version = try BodyReader.decode(RollbackBody.self, from: request).wholeVersion()
        return try Self.json(try rapport.rollback(kind, version: version))
      },
    ]
  }
}

private struct RollbackBody: RequestBody {
  enum CodingKeys: CodingKey, CaseIterable { case version }
  static let greatestVersion = 1_000_000_000

  // As a number, so that 2.5 is told from what is no number.
  var version: Double

  func wholeVersion() throws(Problem) -> Int {
    guard let number = Int(exactly: version), (1...Self.greatestVersion).contains(number) else {
      throw Problem(
        at: "/version", "must be a whole number from 1 to \(Self.greatestVersion)")
    }
    return number
  }
}
