import Digest
import Testing

@testable import Engine

@Suite struct CheckpointTests {
  private static let sample: Checkpoint = {
    var checkpoint = Checkpoint(kind: "churn", metadata: ["horizon": "90", "ärger": "ß"])
    checkpoint.tensors["weights"] = Tensor(shape: [2, 3], values: [1, -2, 3.5, 0, -0.0, 1e-30])
    checkpoint.tensors["empty"] = Tensor(zeros: [0, 7])
    checkpoint.doubles["bias"] = [.pi, .leastNonzeroMagnitude]
    checkpoint.integers["seed"] = [.min, -1, .max]
    checkpoint.strings["products"] = ["tea", "", "☕️"]
    return checkpoint
  }()

  private func code(_ bytes: [UInt8]) -> CheckpointError.Code? {
    do {
      _ = try Checkpoint(decoding: bytes)
      return nil
    } catch {
      return error.code
    }
  }

  /// The bytes with a valid digest in place of the last 32.
  private func resigned(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes.dropLast(32))
    return Array(bytes.dropLast(32)) + hash.bytes()
  }

  @Test func `what is written is read back`() throws {
    let bytes = try Self.sample.encoded()
    let copy = try Checkpoint(decoding: bytes)
    #expect(copy == Self.sample)
    #expect(try copy.encoded() == bytes)
    let bare = Checkpoint(kind: "")
    #expect(try Checkpoint(decoding: bare.encoded()) == bare)
  }

  @Test func `a checkpoint cut anywhere is refused`() throws {
    let bytes = try Self.sample.encoded()
    for cut in 0..<bytes.count {
      #expect(code(Array(bytes[..<cut])) != nil, "cut at \(cut)")
    }
    #expect(code(bytes + [0]) == .corrupt)
  }

  @Test func `an altered byte is noticed`() throws {
    let bytes = try Self.sample.encoded()
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1 << UInt8(index % 8)
      #expect(code(altered) != nil, "byte \(index)")
    }
  }

  // A forger can sign what he likes; the reader must still not crash.
  @Test func `signed nonsense is refused or read, never a crash`() throws {
    let bytes = try Self.sample.encoded()
    var refused = 0
    for index in 16..<bytes.count - 32 {
      for value: UInt8 in [0, 1, 0x7f, 0xff] {
        var altered = bytes
        altered[index] = value
        if code(resigned(altered)) != nil { refused += 1 }
      }
      if code(resigned(Array(bytes[..<index]) + [UInt8](repeating: 0, count: 32))) == nil {
        Issue.record("cut at \(index) and signed")
      }
    }
    #expect(refused > 100)
  }

  @Test func `a newer format asks for a newer program`() throws {
    var bytes = try Self.sample.encoded()
    bytes[8] = 2
    #expect(code(bytes) == .unsupportedVersion)
    #expect(code(Array("SQLite format 3".utf8)) == .notACheckpoint)
    #expect(code([]) == .notACheckpoint)
  }

  @Test func `numbers that are not finite are refused both ways`() throws {
    for value in [Float.nan, .infinity, -.infinity] {
      var checkpoint = Self.sample
      checkpoint.tensors["weights"] = Tensor(shape: [1], values: [value])
      #expect(throws: CheckpointError.self) { try checkpoint.encoded() }
      checkpoint = Self.sample
      checkpoint.doubles["bias"] = [Double(value)]
      #expect(throws: CheckpointError.self) { try checkpoint.encoded() }
    }
    var checkpoint = Checkpoint(kind: "x")
    checkpoint.doubles["b"] = [1]
    var bytes = try checkpoint.encoded()
    let one = try #require(bytes.indices.first { bytes[$0...].starts(with: [0, 0, 0xf0, 0x3f]) })
    bytes[one + 3] = 0x7f
    #expect(code(resigned(bytes)) == .notFinite)
  }

  @Test func `entries are looked up by name and size`() throws {
    #expect(try Self.sample.tensor("weights", dimensions: 2).shape == [2, 3])
    #expect(try Self.sample.strings("products", count: 3)[0] == "tea")
    #expect(throws: CheckpointError.self) { try Self.sample.tensor("weights", dimensions: 1) }
    #expect(throws: CheckpointError.self) { try Self.sample.doubles("seed") }
    #expect(throws: CheckpointError.self) { try Self.sample.integers("seed", count: 2) }
  }
}
