import Domain
import Service
import Storage
import TestSupport
import Testing

@Suite struct ExperimentTranscriptTests {
  private let directory = TemporaryDirectory()
  private let db: String

  init() throws { db = try TrainedShop.copy(to: directory) }

  /// Everybody is shown two products, and every fourth customer clicks one.
  private func recordEvents() throws {
    let service = try Rapport(opening: db, access: .readWrite)
    defer { service.close() }
    let time = Timestamp(seconds: try #require(try startedAt(service)) + 1)
    var events: [RecommendationEvent] = []
    for number in 1...200 {
      let customer = "c" + String(String(1000 + number).dropFirst())
      events.append(
        RecommendationEvent(
          .impression, productIDs: ["p001", "p002"], customerID: customer, occurredAt: time))
      guard number % 4 == 0 else { continue }
      events.append(
        RecommendationEvent(.click, productIDs: ["p001"], customerID: customer, occurredAt: time))
    }
    #expect(try service.record(events).clicks == 50)
  }

  private func startedAt(_ service: Rapport) throws -> Int64? {
    try service.store.read { try $0.experiments().last?.startedAt.seconds }
  }

  @Test func `an experiment from its start to its report`() throws {
    #expect(try rapport("train", "recommender", "--seed", "2", "--db", db).code == 0)
    let start = try rapport(
      "experiment", "start", "--a", "1", "--b", "2", "--share", "0.3", "--db", db)
    #expect(start.code == 0, "\(start.told)")
    #expect(
      start.output == "experiment-1 runs: 70.0% of the customers get recommender-1, "
        + "30.0% recommender-2.\n")
    try recordEvents()

    let report = try rapport("experiment", "report", "--db", db)
    #expect(report.code == 0, "\(report.told)")
    for text in ["A  recommender-1", "B  recommender-2", "leads by", "not yet distinguishable"] {
      #expect(report.output.contains(text), "\(text)\n\(report.output)")
    }
    #expect(report.errors.contains("bootstraps over customers"))
    let json = try rapport("experiment", "report", "experiment-1", "--json", "--db", db).json()
    let arms = try #require(json["arms"]).elements
    #expect(arms.compactMap { $0["impressions"]?.number }.reduce(0, +) == 400)
    #expect(arms.compactMap { $0["clicks"]?.number }.reduce(0, +) == 50)
    #expect(json["experiment"]?["share"] == .number(0.3))
    #expect(json["click_through_difference"]?["low"]?.number != nil)

    let status = try rapport("status", "--db", db)
    for text in ["Recommendations shown", "click-through", "Experiment    experiment-1: rec"] {
      #expect(status.output.contains(text), "\(text)\n\(status.output)")
    }
    let models = try #require(
      try rapport("status", "--json", "--db", db).json()["online"]?["models"]
    ).elements
    #expect(models.map { $0["model"]?.string } == ["recommender-1", "recommender-2"])

    let rolled = try rapport("models", "rollback", "recommender", "1", "--db", db)
    #expect(rolled.errors.contains("experiment-1 goes on"), "\(rolled.told)")
    let trained = try rapport("train", "recommender", "--db", db)
    #expect(trained.errors.contains("experiment-1 goes on"), "\(trained.told)")

    let stop = try rapport("experiment", "stop", "--db", db)
    #expect(stop.output.hasPrefix("experiment-1 has ended"), "\(stop.told)")
    let after = try rapport("experiment", "report", "--db", db)
    #expect(after.output.contains(", stopped "))
    #expect(!after.output.contains("not yet"))
  }

  @Test func `an experiment that makes no sense is refused with what to do`() throws {
    for (arguments, code, text) in [
      (["start", "--a", "1", "--b", "9"], Int32(65), "Kept are 1."),
      (["start", "--a", "1", "--b", "1"], 64, "rapport models"),
      (["start", "--a", "1"], 64, "Missing required option '--b VERSION'"),
      (["start", "--a", "1", "--b", "2", "--share", "1"], 64, "between 0 and 1"),
      (["start", "--a", "one", "--b", "2"], 64, "whole number"),
      (["stop"], 65, "No experiment is running"),
      (["report"], 65, "There has been no experiment yet"),
      ([], 64, "start, stop or report"),
    ] {
      let finished = try Running(["experiment"] + arguments + ["--db", db]).finish()
      #expect(finished.code == code, "\(arguments): \(finished.told)")
      #expect(finished.errors.contains(text), "\(arguments): \(finished.errors)")
    }
  }
}
