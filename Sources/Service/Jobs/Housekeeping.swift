import Engine
import Synchronization

/// What a service does by itself from time to time: it stores when keys were used, gives back
/// free memory, and removes what is older than the shop wants to keep.
package final class Housekeeping: Sendable {
  /// Rounds between two removals: a day.
  private static let removalRounds = 24 * 60

  private let rapport: Rapport
  private let rounds = Atomic(0)

  package init(rapport: Rapport) { self.rapport = rapport }

  /// Does it once a minute; `report` is told what went wrong, and the next round tries again.
  package func start(report: @escaping @Sendable (any Error) -> Void) -> RepeatingTask {
    RepeatingTask("rapport housekeeping", every: .seconds(60)) {
      do { try self.round() } catch { report(error) }
    }
  }

  /// One round.
  package func round() throws {
    let round = rounds.wrappingAdd(1, ordering: .relaxed).oldValue
    Memory.release()
    try rapport.storeKeyUses()
    guard round % Self.removalRounds == 0 else { return }
    _ = try rapport.applyRetention(now: now())
  }
}
