import Domain
import Engine
import Service
import Storage
import TestSupport
import Testing

/// Models that are whole by their checksum and wrong inside are refused.
@Suite struct DamagedModelTests {
  let directory = TemporaryDirectory()

  /// Stores a changed model of the trained shop and asks for it.
  private func expectRefusal(
    _ kind: ModelVersion.Kind, _ label: String, sourceLocation: SourceLocation = #_sourceLocation,
    change: (inout Checkpoint) -> Void
  ) throws {
    let trained = try SampleShop.openTrained(at: directory.database)
    defer { trained.close() }
    let saved = try #require(try trained.store.read { try $0.activeModel(kind) })
    let whole = try Checkpoint(decoding: saved.blob)
    var damaged = whole
    change(&damaged)
    try #require(damaged != whole, "\(label) changes nothing", sourceLocation: sourceLocation)
    let blob = try damaged.encoded()
    try trained.store.write {
      _ = try $0.saveModel(
        kind: kind, parameters: "{}", metrics: "{}", dataFingerprint: "", blob: blob,
        createdAt: Timestamp(seconds: 1))
    }
    let error = #expect(throws: ServiceError.self, "\(label)", sourceLocation: sourceLocation) {
      _ = try Rapport(store: trained.store).warmUp()
    }
    #expect(error?.code == .damagedModel, "\(label)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    #""gridShares":["#, #""standardErrors":["#, #""values":["#, #""counts":["#, #""horizonDays":"#,
    #""columns":[0"#, #""levels":["#, #""alpha":"#, #""slotCount":"#,
  ])
  func `a churn model whose parts disagree`(place: String) throws {
    try expectRefusal(.churn, place) { $0.change(at: place) }
  }

  @Test(arguments: [
    #""knots":["#, #""means":["#, #""scales":["#, #""columnCount":"#, #""firstColumn":"#,
    #""horizonDays":"#, #""alpha":"#, #""gamma":"#, #""buyingWeights":["#,
  ])
  func `a value model whose parts disagree`(place: String) throws {
    try expectRefusal(.value, place) { $0.change(at: place) }
  }

  @Test func `a recommender whose parts disagree`() throws {
    try expectRefusal(.recommender, "categories") {
      $0.integers["category.categories"]?[0] = Int64(Int32.max)
    }
    try expectRefusal(.recommender, "half-life of a purchase") {
      $0.change(at: #""ownHalfLifeDays":"#, in: "configuration")
    }
    try expectRefusal(.recommender, "regularisation") { checkpoint in
      checkpoint.strings["factorisation.configuration"]?[0].change(at: #""regularization":"#)
    }
    try expectRefusal(.recommender, "factors whose squares overflow") { checkpoint in
      checkpoint.tensors["factorisation.item_factors"] = checkpoint.tensors[
        "factorisation.item_factors"
      ].map { Tensor(shape: $0.shape, values: $0.values.map { _ in 3e38 }) }
    }
  }
}

extension Checkpoint {
  /// Changes what stands behind the first such text of an entry of the metadata.
  fileprivate mutating func change(at place: String, in entry: String = "model") {
    metadata[entry]?.change(at: place)
  }
}

extension String {
  /// Puts an element more at the beginning of a list, which repeats the first one of
  /// names, or a minus before a number.
  fileprivate mutating func change(at place: String) {
    let parts = split(separator: place, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    let rest = parts[1]
    let added: String
    if rest.first == "\"" {
      added = rest.prefix { $0 != "," && $0 != "]" } + ","
    } else if place.hasSuffix("[") {
      added = "0,"
    } else {
      added = place.hasSuffix("0") ? "99" : "-1"
    }
    self = parts[0] + place + added + rest
  }
}
