import Dispatch
import Domain
import Glibc
import Synchronization
import Testing

@testable import Storage

/// The write-ahead log does not grow without bound.
@Suite struct LogTests {
  let directory = TemporaryDirectory()

  private var logSize: Int {
    var status = stat()
    return stat(directory.database + "-wal", &status) == 0 ? Int(status.st_size) : 0
  }

  private func addMany(_ store: Store, _ round: Int) throws {
    let long = String(repeating: "x", count: 400)
    try store.write { writer in
      for index in 0..<2000 {
        _ = try writer.upsert(Customer(id: Customer.ID("\(round)-\(index)"), name: long))
      }
    }
  }

  @Test func `readers that follow one another do not let it grow`() throws {
    let store = try Store.create(at: directory.database)
    let isDone = Mutex(false)
    let readers = DispatchGroup()
    for number in 0..<3 {
      DispatchQueue(label: "reader \(number)").async(group: readers) {
        while !isDone.withLock({ $0 }) { _ = try? store.read { try $0.counts() } }
      }
    }
    var largest = 0
    for round in 0..<60 {
      try addMany(store, round)
      largest = max(largest, logSize)
    }
    isDone.withLock { $0 = true }
    readers.wait()
    // 80 MB were written.
    #expect(largest < 48 << 20)
    #expect(try store.check() == [])
  }

  @Test func `it is emptied once a long read ends`() throws {
    let store = try Store.create(at: directory.database)
    try store.read { reader in
      _ = try reader.counts()
      for round in 0..<8 { try addMany(store, round) }
      #expect(logSize > 4 << 20)
    }
    for round in 8..<10 { try addMany(store, round) }
    let after = logSize
    for round in 10..<40 { try addMany(store, round) }
    // The log begins anew instead of growing on.
    #expect(logSize <= after + (16 << 20))
  }

  @Test func `a reading store leaves the log alone`() throws {
    let store = try Store.create(at: directory.database)
    for round in 0..<2 { try addMany(store, round) }
    let size = logSize
    let reader = try Store(opening: directory.database, access: .readOnly)
    _ = try reader.read { try $0.counts() }
    reader.close()
    #expect(logSize == size && size > 0)
  }
}
