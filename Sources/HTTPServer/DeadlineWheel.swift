/// The deadlines of a loop's connections, looked at when they are due and not before.
///
/// A ring of slots, one a tick; each connection stands in one slot at most, not later than its
/// deadline. A deadline that moves away leaves its connection where it is, to be put further
/// along when its slot comes up, so that most requests change nothing here.
///
/// - Source: Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987.
struct DeadlineWheel {
  /// A tick is 2²⁴ nanoseconds, 17 ms, and the ring goes round in 69 s.
  private static let tickBits: Int64 = 24
  private static let slotCount: Int64 = 4096

  private var slots = [[Connection]](repeating: [], count: Int(slotCount))
  /// The last tick that was looked at.
  private var current: Int64
  /// No connection stands before this tick; nil if none stands anywhere.
  private var next: Int64?

  init(now: Instant) { current = Self.tick(now) }

  private static func tick(_ instant: Instant) -> Int64 { instant.nanoseconds >> tickBits }

  /// Milliseconds until the next look, rounded up; -1 for ever.
  func milliseconds(from now: Instant) -> Int32 {
    guard let next else { return -1 }
    let left = (next << Self.tickBits) - now.nanoseconds
    return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
  }

  /// Notes that a connection's deadline has changed.
  mutating func update(_ connection: Connection) {
    guard connection.deadline < .distantFuture else { return }
    // The tick after the deadline's own is the first that begins past it.
    let wanted = min(Self.tick(connection.deadline) + 1, current + Self.slotCount - 1)
    let place = max(wanted, current + 1)
    guard place < connection.tick else { return }
    remove(connection)
    connection.tick = place
    connection.slotIndex = slots[Self.slot(place)].count
    slots[Self.slot(place)].append(connection)
    next = min(next ?? place, place)
  }

  mutating func remove(_ connection: Connection) {
    guard connection.tick < .max else { return }
    let slot = Self.slot(connection.tick)
    let last = slots[slot].removeLast()
    if last !== connection {
      slots[slot][connection.slotIndex] = last
      last.slotIndex = connection.slotIndex
    }
    connection.tick = .max
  }

  /// Takes the connections whose deadlines have passed.
  mutating func takeDue(at now: Instant) -> [Connection] {
    let tick = Self.tick(now)
    guard let first = next, first <= tick else {
      current = max(current, tick)
      return []
    }
    var due: [Connection] = []
    var later: [Connection] = []
    // After a long sleep once round is enough: every slot has been seen then.
    for place in first...min(tick, first + Self.slotCount - 1) {
      let slot = Self.slot(place)
      guard !slots[slot].isEmpty else { continue }
      for connection in slots[slot] {
        connection.tick = .max
        if connection.deadline <= now { due.append(connection) } else { later.append(connection) }
      }
      slots[slot] = []
    }
    current = max(current, tick)
    next = (1..<Self.slotCount).lazy.map { [current] in current + $0 }
      .first { [slots] in !slots[Self.slot($0)].isEmpty }
    for connection in later { update(connection) }
    return due
  }

  private static func slot(_ tick: Int64) -> Int { Int(tick & (slotCount - 1)) }
}
