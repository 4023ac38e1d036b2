import HTTPServer
import Service

extension RapportAPI {
  private static let jobID = Endpoint.Parameter(
    name: "id", place: .path, schema: .identifier, text: "the job's id")

  /// Training while requests are answered.
  var trainingRoutes: [Endpoint] {
    [
      Endpoint(
        method: .post, template: "/v1/training",
        summary: "Train models in the background: all there is data for, or those named",
        scope: .admin,
        body: Endpoint.Body(schema: .reference("TrainingRequest"), isRequired: false),
        success: .accepted, response: .reference("TrainingJob"), problems: [.conflict]
      ) { request in
        let job = try jobs.start(
          TrainingBody.read(request), actor: request.keyID ?? "http")
        var response = try Self.json(job, status: .accepted)
        response.headers["Location"] = "/v1/training/\(job.id)"
        return response
      },
      Endpoint(
        method: .get, template: "/v1/training",
        summary: "The training jobs since the server started, the newest first", scope: .admin,
        response: .object([("jobs", .array(.reference("TrainingJob")), true)])
      ) { _ in
        struct Jobs: Encodable { var jobs: [TrainingJob] }
        return try Self.json(Jobs(jobs: jobs.all))
      },
      Endpoint(
        method: .get, template: "/v1/training/{id}", summary: "How far a training job has come",
        scope: .admin,
        parameters: [Self.jobID], response: .reference("TrainingJob"), problems: [.notFound]
      ) { request in
        try Self.json(jobs.job(request.parameter("id")))
      },
      Endpoint(
        method: .delete, template: "/v1/training/{id}",
        summary: "Cancel a training job: the models in use stay what they are", scope: .admin,
        parameters: [Self.jobID], success: .accepted, response: .reference("TrainingJob"),
        problems: [.notFound]
      ) { request in
        try Self.json(jobs.cancel(request.parameter("id")), status: .accepted)
      },
    ]
  }
}

extension Schemas {
  /// What training takes and answers.
  static let training: [(name: String, schema: Schema)] = [
    (
      "TrainingRequest",
      .closedObject([
        (
          "models",
          .nullable(.array(.string(values: ModelKind.allCases.map(\.rawValue)), least: 1)), false
        ),
        ("seed", .nullable(.integer(minimum: 0)), false),
        ("as_of", .nullable(.day), false),
        (
          "horizon_days",
          .nullable(.integer(minimum: 1, maximum: TrainingBody.longestHorizon)), false
        ),
        (
          "budget_seconds",
          .nullable(.amount(maximum: Double(TrainingBody.longestBudget), isAboveZero: true)), false
        ),
        ("quick", .nullable(.boolean), false),
      ])
    ),
    (
      "TrainingJob",
      .object([
        ("id", .identifier, true),
        ("state", .string(values: TrainingJob.State.allCases.map(\.rawValue)), true),
        ("kinds", .array(.string()), true),
        ("created_at", .string(), true), ("ended_at", .string(), false),
        (
          "progress",
          .object([("kind", .string(), true), ("step", .string(), true), ("share", .number, true)]),
          false
        ),
        (
          "result",
          .object([
            ("models", .array(.any), true),
            (
              "not_trained",
              .array(.object([("kind", .string(), true), ("reason", .string(), true)])), true
            ),
          ]), true
        ),
        ("error", .string(), false),
      ])
    ),
  ]
}
