import Domain
import Engine
import Storage
import TestSupport
import Testing

@testable import Service

/// Models that cannot be used are found before they are.
@Suite struct SoundModelTests {
  let directory = TemporaryDirectory()

  /// Saves bytes as the newest version of a kind and makes them the active one.
  private func save(_ blob: [UInt8], as kind: ModelKind, _ rapport: Rapport) throws {
    _ = try rapport.store.write { writer in
      try writer.saveModel(
        kind: ModelVersion.Kind(rawValue: kind.rawValue), parameters: "{}", metrics: "{}",
        dataFingerprint: "", blob: blob, createdAt: Timestamp(seconds: 1))
    }
  }

  private func blob(_ kind: ModelKind, _ rapport: Rapport) throws -> [UInt8] {
    let kind = ModelVersion.Kind(rawValue: kind.rawValue)
    return try #require(try rapport.store.read { try $0.activeModel(kind) }).blob
  }

  @Test(arguments: ModelKind.allCases)
  func `a model in use that is damaged names the one command that helps`(kind: ModelKind) throws {
    let first = try SampleShop.openTrained(at: directory.database)
    try save([1, 2, 3], as: kind, first)
    first.close()
    let rapport = try Rapport(opening: directory.database, access: .readWrite)
    let error = try #require(serviceError { _ = try rapport.warmUp() })
    #expect(error.code == .damagedModel)
    #expect(error.message.contains("\(kind.rawValue)-2, the model in use"))
    #expect(error.hint == "run 'rapport models rollback \(kind.rawValue) 1'")
    let problems = try rapport.check()
    #expect(problems.count == 1)
    #expect(problems.first?.contains("rapport models rollback \(kind.rawValue) 1") == true)
    #expect(try rapport.rollback(kind.rawValue, version: nil).version == 1)
    #expect(try rapport.warmUp().count == 4)
    // Neither is the damaged one used again.
    #expect(
      serviceError { _ = try rapport.rollback(kind.rawValue, version: 2) }?.code == .damagedModel)
    #expect(try rapport.warmUp().contains("\(kind.rawValue)-1"))
  }

  @Test func `without a sound version training is the cure`() throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    try rapport.store.write { writer in
      for number in 1...5 {
        try writer.saveModel(
          kind: .churn, parameters: "{}", metrics: "{}", dataFingerprint: "",
          blob: [UInt8(number)], createdAt: Timestamp(seconds: 1))
      }
    }
    let fresh = try Rapport(opening: directory.database, access: .readOnly)
    #expect(serviceError { _ = try fresh.warmUp() }?.hint == "run 'rapport train churn'")
    #expect(
      serviceError { _ = try rapport.rollback("churn", version: nil) }?.code == .unknownModel)
    #expect(try fresh.check().count == 5)
  }

  /// Each entry of each model's checkpoint is taken out, cut short, emptied or made
  /// extreme in turn, and the checksums are made to agree again.
  @Test(arguments: ModelKind.allCases)
  func `a checkpoint with any one entry spoilt loads or is refused`(kind: ModelKind) throws {
    let rapport = try SampleShop.openTrained(at: directory.database)
    let whole = try Checkpoint(decoding: blob(kind, rapport))
    var refused = 0
    for spoilt in Self.spoilt(whole) {
      do { try Rapport.verify(spoilt.encoded(), of: kind) } catch let error as ServiceError {
        #expect(error.code == .damagedModel)
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  private static func spoilt(_ whole: Checkpoint) -> [Checkpoint] {
    var result: [Checkpoint] = []
    func add(_ change: (inout Checkpoint) -> Void) {
      var copy = whole
      change(&copy)
      result.append(copy)
    }
    for name in whole.tensors.keys.sorted() {
      add { $0.tensors[name] = nil }
      add { $0.tensors[name] = Tensor(shape: [0, 0], values: []) }
      add { $0.tensors[name] = Tensor(shape: [1, 1], values: [1]) }
    }
    for (name, values) in whole.integers.sorted(by: { $0.key < $1.key }) {
      add { $0.integers[name] = nil }
      add { $0.integers[name] = [] }
      add { $0.integers[name] = Array(values.dropLast()) }
      for extreme in [Int64.max, .min, -1, 0, 1 << 32] where !values.isEmpty {
        add { $0.integers[name]?[0] = extreme }
        add { $0.integers[name]?[values.count - 1] = extreme }
      }
    }
    for (name, values) in whole.doubles.sorted(by: { $0.key < $1.key }) {
      add { $0.doubles[name] = nil }
      add { $0.doubles[name] = [] }
      add { $0.doubles[name] = Array(values.dropLast()) }
      for extreme in [1e300, -1e300, 0] where !values.isEmpty {
        add { $0.doubles[name]?[0] = extreme }
      }
    }
    for (name, values) in whole.strings.sorted(by: { $0.key < $1.key }) {
      add { $0.strings[name] = nil }
      add { $0.strings[name] = [] }
      add { $0.strings[name] = Array(values.dropLast()) }
      add { $0.strings[name] = values.map { _ in "same" } }
    }
    for name in whole.metadata.keys.sorted() {
      add { $0.metadata[name] = nil }
      add { $0.metadata[name] = "{}" }
    }
    add { $0.kind = "other" }
    return result
  }
}
