import Glibc
import HTTPServer
import Service
import TestSupport
import Testing

@testable import API

@Suite struct TrainingRouteTests {
  private let client: Client

  init() throws { client = try Client() }

  private func ended(_ id: String) throws -> TrainingJob {
    for _ in 0..<1500 {
      let job = try client.get("/v1/training/\(id)").decoded(TrainingJob.self)
      if job.state != .running { return job }
      usleep(20_000)
    }
    throw Problem(.internalServerError, code: "late", detail: "the job \(id) did not end")
  }

  @Test func `a job trains what it names and the answers come from it`() throws {
    #expect(try client.get("/v1/customers/k01/value").text.contains("\"model\":\"value-1\""))
    let reply = try client.post("/v1/training", #"{"models":["value"],"horizon_days":60}"#)
    #expect(reply.status == 202)
    let job = try reply.decoded(TrainingJob.self)
    #expect(reply.headers["Location"] == "/v1/training/\(job.id)")
    #expect(job.state == .running && job.kinds == ["value"])
    let done = try ended(job.id)
    #expect(done.state == .succeeded, "\(done)")
    #expect(done.result.models.map(\.name) == ["value-2"])
    #expect(done.endedAt != nil && done.progress == nil)
    #expect(try client.get("/v1/customers/k01/value").text.contains("\"model\":\"value-2\""))
    struct Jobs: Decodable { var jobs: [TrainingJob] }
    #expect(try client.get("/v1/training").decoded(Jobs.self).jobs.map(\.id) == [job.id])
  }

  @Test func `one job runs at a time and can be cancelled`() throws {
    let job = try client.post("/v1/training", #"{"models":["recommender"],"budget_seconds":600}"#)
      .decoded(TrainingJob.self)
    let second = try client.post("/v1/training", "{}")
    try expectProblem(second, 409, "training_running")
    #expect(try client.send(.delete, "/v1/training/\(job.id)").status == 202)
    #expect(try ended(job.id).state == .cancelled)
    #expect(try client.get("/v1/models").text.contains("recommender-2") == false)
    // An ended job stays what it was.
    #expect(try client.send(.delete, "/v1/training/\(job.id)").status == 202)
    #expect(try ended(job.id).state == .cancelled)
  }

  @Test func `what lacks its data keeps no other model from being trained`() throws {
    let job = try client.post(
      "/v1/training", #"{"models":["churn","support"],"as_of":"2024-01-01"}"#
    ).decoded(TrainingJob.self)
    let done = try ended(job.id)
    #expect(done.state == .failed && done.error?.contains("churn") == true, "it was named")
    #expect(done.result.models.map(\.name) == ["support-2"])
    #expect(done.result.notTrained.map(\.kind) == ["churn"])
  }

  @Test func `a job that cannot train says why`() throws {
    let job = try client.post("/v1/training", #"{"models":["churn"],"as_of":"2024-01-01"}"#)
      .decoded(TrainingJob.self)
    let done = try ended(job.id)
    #expect(done.state == .failed)
    #expect(done.error?.isEmpty == false)
  }

  @Test(arguments: [
    (#"{"models":["recomender"]}"#, "/models/0"), (#"{"models":[]}"#, "/models"),
    (#"{"seed":-1}"#, "/seed"), (#"{"as_of":"soon"}"#, "/as_of"),
    (#"{"horizon_days":0}"#, "/horizon_days"), (#"{"budget_seconds":0}"#, "/budget_seconds"),
    (#"{"budget_seconds":1e9}"#, "/budget_seconds"),
  ])
  func `a wrong field is named`(_ body: String, _ pointer: String) throws {
    try expectProblem(client.post("/v1/training", body), 400, "invalid_field", pointer: pointer)
    try expectProblem(client.get("/v1/training/t1"), 404, "unknown_job")
  }

  @Test func `questions are answered while models change places`() async throws {
    let rapport = client.rapport
    let responder = client.responder
    _ = try rapport.warmUp()
    try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<3 {
        group.addTask {
          var answered = 0
          for round in 0..<60 {
            let id = "k\((worker * 20 + round) % 50 + 10)"
            let reply = responder.respond(
              to: try Request(.get, "/v1/customers/\(id)/recommendations")
            ).response
            let text = String(decoding: reply.body, as: UTF8.self)
            if reply.status == .ok, text.contains("\"model\":\"recommender-") { answered += 1 }
          }
          return answered
        }
      }
      group.addTask {
        for _ in 0..<10 { _ = try rapport.rollback("recommender", version: 1) }
        return 60
      }
      for try await answered in group { #expect(answered == 60) }
    }
  }
}
