import Testing

@testable import Engine

@Suite struct ArenaTests {
  @Test func `pieces are aligned and do not overlap`() {
    let arena = Arena(capacity: 100)
    #expect(arena.capacity == 112)
    let pieces = [1, 16, 17, 0, 3].map { (start: arena.take($0), count: $0) }
    for (index, piece) in pieces.enumerated() {
      #expect(UInt(bitPattern: piece.start) % 64 == 0)
      piece.start.update(repeating: Float(index), count: piece.count)
    }
    for (index, piece) in pieces.enumerated() {
      #expect((0..<piece.count).allSatisfy { piece.start[$0] == Float(index) })
    }
    #expect(arena.used == 80)
  }

  @Test func `a scope gives back what it took, a reset everything`() {
    let arena = Arena(capacity: 64)
    let outer = arena.take(16)
    let inner = arena.scope { arena.take(48) }
    #expect(arena.used == 16)
    #expect(arena.take(32) == inner)
    arena.reset()
    #expect(arena.take(64) == outer)
  }

  @Test func `a scope left by an error gives back too`() {
    let arena = Arena(capacity: 32)
    #expect(throws: CheckpointError.self) {
      try arena.scope { () throws(CheckpointError) in
        _ = arena.take(32)
        throw CheckpointError(.corrupt, "stop")
      }
    }
    #expect(arena.used == 0)
  }

  @Test func `asking for more than is left stops the program`() async {
    await #expect(processExitsWith: .failure) {
      let arena = Arena(capacity: 16)
      _ = arena.take(17)
    }
  }
}
