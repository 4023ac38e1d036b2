/// A loop's connections by token: the descriptor's number, which is small and dense, and a
/// count, so that an event of a closed connection is not taken for one of its successor.
struct ConnectionTable {
  private var slots: [Connection?] = []
  private var generation: UInt64 = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// A token that no other connection has had; its upper half is never zero.
  mutating func token(for number: Int32) -> UInt64 {
    generation = generation == UInt64(UInt32.max) ? 1 : generation + 1
    return generation << 32 | UInt64(UInt32(bitPattern: number))
  }

  subscript(token: UInt64) -> Connection? {
    let slot = Int(truncatingIfNeeded: token & 0xFFFF_FFFF)
    guard slot < slots.count, let connection = slots[slot], connection.token == token else {
      return nil
    }
    return connection
  }

  mutating func insert(_ connection: Connection) {
    let slot = Int(connection.token & 0xFFFF_FFFF)
    while slots.count <= slot { slots.append(nil) }
    slots[slot] = connection
    count += 1
  }

  mutating func remove(_ connection: Connection) {
    slots[Int(connection.token & 0xFFFF_FFFF)] = nil
    count -= 1
  }

  var all: [Connection] { slots.compactMap(\.self) }
}
