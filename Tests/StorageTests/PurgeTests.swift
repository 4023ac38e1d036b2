import Domain
import Testing

@testable import Storage

@Suite struct PurgeTests {
  private let directory = TemporaryDirectory()

  // Overwriting a deleted row where it stood is not enough: pages that were split keep
  // copies of rows that moved.
  @Test func `no copy of erased rows is left in the unused parts of pages`() throws {
    let store = try Store.create(at: directory.database)
    var state: UInt64 = 11
    func random() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 20
    }
    let ids = (0..<6000).map { _ in "zq" + String(random(), radix: 36) }
    for start in stride(from: 0, to: ids.count, by: 50) {
      try store.write { writer in
        for id in ids[start..<(start + 50)] {
          let note = String(repeating: "x", count: Int(random() % 200))
          _ = try writer.upsert(
            Customer(
              id: Customer.ID(id), name: "N \(id)", attributes: ["note": .text(note + id)]))
        }
        // Rows that grow split pages.
        for _ in 0..<25 {
          let id = ids[Int(random() % UInt64(start + 50))]
          let note = String(repeating: "y", count: 300)
          _ = try writer.upsert(Customer(id: Customer.ID(id), attributes: ["more": .text(note)]))
        }
      }
    }
    let erased = stride(from: 0, to: ids.count, by: 7).map { ids[$0] }
    let count = try store.write { writer in
      try erased.count { try writer.erase(Customer.ID($0)) }
    }
    #expect(count == erased.count)
    try store.checkpoint()
    #expect(left(erased) > 0, "nothing to purge: the test shows nothing")
    try store.purge()
    #expect(left(erased) == 0)
    #expect(try store.check() == [])
    #expect(try store.read { try $0.customerIDs() }.ids.count == ids.count - erased.count)
  }

  /// How many of the ids the files hold.
  private func left(_ ids: [String]) -> Int {
    let wanted = Set(ids)
    var found: Set<String> = []
    for file in ["", "-wal"] {
      let bytes = contents(of: directory.database + file)
      let words = bytes.split { !(48...57).contains($0) && !(97...122).contains($0) }
      for part in words where part.count >= 10 {
        // A note runs into the id after it.
        let text = String(decoding: part, as: UTF8.self)
        if let start = text.range(of: "zq") {
          let id = String(text[start.lowerBound...])
          if wanted.contains(id) { found.insert(id) }
        }
      }
    }
    return found.count
  }
}

extension String {
  fileprivate func range(of part: String) -> Range<String.Index>? { ranges(of: part).first }
}
