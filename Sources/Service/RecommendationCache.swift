import Recommendation
import Synchronization

/// The lists last given to customers, for whoever asks again before anything has changed.
///
/// A list counts for as long as its customer's records, the catalogue, the rules and the model
/// are those it was made of, and for ``longestLifetime`` at the most, since rules begin and end.
final class RecommendationCache: Sendable {
  /// What a list was made of, besides its customer's records.
  struct Basis: Hashable, Sendable {
    var options: RecommendationOptions
    /// Which reading of which model.
    var reading: Int
    var catalogueGeneration: Int
    var ruleGeneration: Int
  }

  /// Where a customer's records stood when a list was begun.
  struct Mark: Sendable {
    fileprivate var changes: Int
  }

  private struct Entry {
    var basis: Basis
    var answer: RecommendationAnswer
    var end: ContinuousClock.Instant
  }

  private struct State {
    var entries: [String: Entry] = [:]
    /// Those of before: they are given up when as many others have come.
    var former: [String: Entry] = [:]
    var changes = 0
  }

  private final class Shard: Sendable {
    let state = Mutex(State())
  }

  static let longestLifetime = Duration.seconds(60)
  private static let shardCount = 64
  /// Lists kept in one shard, half of them former ones; with reasons one may take 10 kB.
  private static let room = 256

  private let shards = (0..<shardCount).map { _ in Shard() }

  private func shard(of customer: String) -> Shard {
    shards[Int(UInt(bitPattern: customer.hashValue) % UInt(Self.shardCount))]
  }

  /// How long a customer's list is kept: half of the longest time to all of it.
  ///
  /// Many lists are made at once, after a training or when a shop opens; did they end at once
  /// too, they would be made anew while everybody waits.
  static func lifetime(for customer: String) -> Duration {
    let part = Double(UInt(bitPattern: customer.hashValue) >> 32) * 0x1p-32
    return longestLifetime * (0.5 + 0.5 * part)
  }

  /// To be asked for before the customer's records are read.
  func mark(_ customer: String) -> Mark {
    shard(of: customer).state.withLock { Mark(changes: $0.changes) }
  }

  /// The list last made of the same, where there is one.
  func answer(for customer: String, _ basis: Basis) -> RecommendationAnswer? {
    shard(of: customer).state.withLock { state in
      guard let entry = state.entries[customer] ?? state.former[customer],
        entry.basis == basis, ContinuousClock.now < entry.end
      else { return nil }
      return entry.answer
    }
  }

  /// Keeps a list, unless records of its customer have changed since the mark.
  func keep(
    _ answer: RecommendationAnswer, for customer: String, _ basis: Basis, since mark: Mark
  ) {
    shard(of: customer).state.withLock { state in
      guard state.changes == mark.changes else { return }
      state.entries[customer] = Entry(
        basis: basis, answer: answer, end: .now + Self.lifetime(for: customer))
      if state.entries.count >= Self.room / 2 {
        state.former = state.entries
        state.entries = [:]
      }
    }
  }

  /// Gives up what is kept for a customer.
  func forget(_ customer: String) {
    shard(of: customer).state.withLock { state in
      state.changes += 1
      state.entries[customer] = nil
      state.former[customer] = nil
    }
  }

  /// Gives up everything.
  func forgetAll() {
    for shard in shards {
      shard.state.withLock { state in
        state = State(changes: state.changes + 1)
      }
    }
  }
}
