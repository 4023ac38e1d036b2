import Dispatch
import Domain
import Glibc
import Synchronization
import Testing

@testable import Storage

private struct Refusal: Error {}

/// Writes of several threads that share a transaction.
@Suite struct GroupCommitTests {
  let directory = TemporaryDirectory()

  /// Runs closures on threads of their own that begin while the first write is at
  /// work, so that they all wait for the same connection.
  private func together(
    _ store: Store, first: @Sendable (Writer) throws -> Void = { _ in },
    _ bodies: [@Sendable (Writer) throws -> Void]
  ) -> [(any Error)?] {
    let outcomes = Mutex<[Int: any Error]>([:])
    let group = DispatchGroup()
    let start: @Sendable (Int, @escaping @Sendable () throws -> Void) -> Void = { index, work in
      // A queue of its own, so that all of them have a thread.
      DispatchQueue(label: "writer \(index)").async(group: group) {
        do { try work() } catch { outcomes.withLock { $0[index] = error } }
      }
    }
    try? store.write { writer in
      for (index, body) in bodies.enumerated() {
        let waiting = store.writers.waitingCount
        start(index) { try store.write(body) }
        while store.writers.waitingCount == waiting { usleep(200) }
      }
      try first(writer)
    }
    group.wait()
    return bodies.indices.map { index in outcomes.withLock { $0[index] } }
  }

  private func customers(_ store: Store) throws -> [String] {
    try store.read { try $0.customerIDs().ids.map(\.rawValue) }.sorted()
  }

  private func add(_ id: String) -> @Sendable (Writer) throws -> Void {
    { _ = try $0.customerKey(for: Customer.ID(id)) }
  }

  @Test func `waiting writes share one commit`() throws {
    let store = try Store.create(at: directory.database)
    try store.checkpoint()
    let before = store.commits
    let outcomes = together(store, (0..<8).map { add("c\($0)") })
    #expect(outcomes.allSatisfy { $0 == nil })
    #expect(try customers(store).count == 8)
    // One where the machine has time for it; a commit comes by time too.
    #expect(store.commits - before < 9)
  }

  @Test func `a closure that throws undoes its own part only`() throws {
    let store = try Store.create(at: directory.database)
    let outcomes = together(
      store, first: add("first"),
      [
        add("a"),
        { writer in
          _ = try writer.customerKey(for: Customer.ID("undone"))
          throw Refusal()
        },
        { writer in
          _ = try writer.customerKey(for: Customer.ID("b"))
          // What was undone is not in the way.
          _ = try writer.customerKey(for: Customer.ID("undone"))
        },
      ])
    #expect(outcomes[0] == nil && outcomes[1] is Refusal && outcomes[2] == nil)
    #expect(try customers(store) == ["a", "b", "first", "undone"])
    #expect(try store.check() == [])
  }

  @Test func `where the first or the last throws the others are stored`() throws {
    let store = try Store.create(at: directory.database)
    let refuse: @Sendable (Writer) throws -> Void = { _ in throw Refusal() }
    let outcomes = together(store, first: refuse, [add("a"), add("b"), refuse])
    #expect(outcomes[0] == nil && outcomes[1] == nil && outcomes[2] is Refusal)
    #expect(try customers(store) == ["a", "b"])
  }

  @Test func `a commit that fails is told to everybody in it`() throws {
    let store = try Store.create(at: directory.database)
    let outcomes = together(
      store, first: add("first"),
      [
        add("a"), add("b"),
        { writer in
          // SQLite undoes all of a transaction by itself after some errors.
          try writer.connection.execute(script: "ROLLBACK")
        },
      ])
    #expect((outcomes[2] as? StoreError)?.code == .ioError)
    let stored = try customers(store)
    // One that another committed before is stored and was told so.
    for (outcome, id) in zip(outcomes, ["a", "b"]) {
      #expect((outcome == nil) == stored.contains(id))
      #expect(outcome == nil || (outcome as? StoreError)?.code == .ioError)
    }
    try store.write(add("later"))
    #expect(try customers(store) == (stored + ["later"]).sorted())
  }

  @Test func `whoever asks to be alone shares no transaction`() throws {
    let store = try Store.create(at: directory.database)
    let before = store.commits
    let group = DispatchGroup()
    try store.write { writer in
      for index in 0..<3 {
        let waiting = store.writers.waitingCount
        DispatchQueue(label: "writer \(index)").async(group: group) {
          try? store.write(alone: index == 1) { _ = try $0.customerKey(for: .init("c\(index)")) }
        }
        while store.writers.waitingCount == waiting { usleep(200) }
      }
      _ = try writer.customerKey(for: .init("first"))
    }
    group.wait()
    #expect(try customers(store) == ["c0", "c1", "c2", "first"])
    // The first two, the one alone, the last; one more where time has separated them.
    #expect([3, 4].contains(store.commits - before))
  }

  @Test func `what is waited for is stored when it returns`() throws {
    let store = try Store.create(at: directory.database)
    let missing = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      let id = Customer.ID("c\(index)")
      try? store.write { _ = try $0.customerKey(for: id) }
      let found = try? store.read { try $0.customer(id) }
      if found == nil { missing.withLock { $0 += 1 } }
    }
    #expect(missing.withLock { $0 } == 0)
  }

  @Test(arguments: Store.Durability.allCases)
  func `a database keeps what was written at any durability`(durability: Store.Durability) throws {
    try Store.create(at: directory.database).close()
    let store = try Store(
      opening: directory.database, access: .readWrite, durability: durability)
    let level = try store.withWritingConnection { connection throws(StoreError) in
      try connection.first("PRAGMA synchronous") { $0.integer(0) }
    }
    #expect(level == (durability == .full ? 2 : 1))
    try store.write(add("c"))
    store.close()
    let again = try Store(opening: directory.database, access: .readOnly)
    #expect(try customers(again) == ["c"])
  }
}

extension Store {
  /// The commits in the write-ahead log.
  ///
  /// - Source: "WAL-mode File Format", <https://sqlite.org/walformat.html>.
  fileprivate var commits: Int {
    let log = contents(of: path + "-wal")
    guard log.count >= 32 else { return 0 }
    func word(_ offset: Int) -> Int { log[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    // A frame that commits states the size of the database.
    return stride(from: 32, to: log.count, by: 24 + word(8)).count { word($0 + 4) > 0 }
  }
}
