import Engine
import Synchronization

/// What a service does by itself from time to time: it stores when keys were used, gives back
/// free memory, and removes what is older than the shop wants to keep.
package final class Housekeeping: Sendable {
  /// Between two rounds.
  ///
  /// Short, since what a training or an erasure leaves free counts as used until it is given
  /// back.
  private static let interval = Duration.seconds(10)
  /// Rounds from one to the next time that uses of keys are stored: a minute.
  private static let keyRounds = 6
  /// Rounds between two removals: a day.
  private static let removalRounds = 24 * 60 * keyRounds

  private let rapport: Rapport
  private let rounds = Atomic(0)

  package init(rapport: Rapport) { self.rapport = rapport }

  /// Does it again and again; `report` is told what went wrong, and the next round tries again.
  package func start(report: @escaping @Sendable (any Error) -> Void) -> RepeatingTask {
    RepeatingTask("rapport housekeeping", every: Self.interval) {
      do { try self.round() } catch { report(error) }
    }
  }

  /// One round.
  package func round() throws {
    let round = rounds.wrappingAdd(1, ordering: .relaxed).oldValue
    Memory.release()
    if round % Self.keyRounds == 0 { try rapport.storeKeyUses() }
    guard round % Self.removalRounds == 0 else { return }
    _ = try rapport.applyRetention()
  }
}
