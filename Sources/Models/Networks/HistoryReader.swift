package import Engine
import Synchronization

/// A trained decoder that reads one history at a time, as fast as an answer
/// needs it.
///
/// The last block is worked out for the newest position only. Any number of
/// threads may ask at once.
///
/// - Precondition: nobody writes to the slab any more.
package final class HistoryReader: @unchecked Sendable {
  package let network: CausalDecoder
  package let slab: ParameterSlab
  /// Scratch that no call holds at the moment.
  private let arenas = Mutex<[Scratch]>([])

  private struct Scratch: @unchecked Sendable {
    let arena: Arena
  }

  package init(_ network: CausalDecoder, _ slab: ParameterSlab) {
    precondition(
      slab.layout == network.layout,
      "history reader: \(slab.layout.size) parameters of a network of \(network.layout.size)")
    self.network = network
    self.slab = slab
  }

  /// The state after the last item of a history, whose product with the vector
  /// of an item is the score of that item: [size]; zeros of no history.
  ///
  /// - Precondition: every item lies in the catalogue.
  package func state(after history: [Int32]) -> [Float] {
    read(history, leavingOutNewest: 0).state
  }

  /// The state after a history, and what it would be without each of its newest
  /// events.
  ///
  /// An event is left out by hiding it from those after it, which keep their
  /// places. So the states before it are those of the whole history, and leaving
  /// out n events of a history takes the work of n² / 2 of its positions.
  ///
  /// - Parameters:
  ///   - history: oldest first.
  ///   - count: how many events to leave out one by one; at most as many as the
  ///     network reads.
  /// - Returns: the state, and [events left out, size] with the newest event's
  ///   row last.
  /// - Precondition: every item lies in the catalogue.
  /// - Complexity: O(h) products of the blocks' weights and O(h²) of states for
  ///   h events that the network reads.
  package func states(
    after history: [Int32], leavingOutNewest count: Int
  ) -> (state: [Float], without: Tensor) {
    read(history, leavingOutNewest: count)
  }

  private func read(
    _ history: [Int32], leavingOutNewest count: Int
  ) -> (state: [Float], without: Tensor) {
    let configuration = network.trunk.configuration
    let items = history.suffix(configuration.maximumLength)
    let left = max(0, min(count, items.count))
    guard !items.isEmpty else {
      return (
        [Float](repeating: 0, count: configuration.size), Tensor(zeros: [0, configuration.size])
      )
    }
    let needed = HistoryPass.scratchCount(configuration, events: items.count, leavingOut: left)
    var scratch = arenas.withLock { $0.popLast() } ?? Scratch(arena: Arena(capacity: needed))
    if scratch.arena.capacity < needed { scratch = Scratch(arena: Arena(capacity: needed)) }
    defer {
      let free = scratch
      arenas.withLock { $0.append(free) }
    }
    let arena = scratch.arena
    return arena.scope {
      HistoryPass(network.trunk, slab, events: items.count, leavingOut: left, arena: arena)
        .states(after: Array(items))
    }
  }
}
