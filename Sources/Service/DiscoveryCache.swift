import Recommendation
import Synchronization

/// What was counted for lists of products, kept until a record changes, and the tastes of
/// customers, kept until the model does.
final class DiscoveryCache: Sendable {
  private struct Kept {
    var generation = -1
    var trending: TrendingProducts?
    var popular: PopularProducts?
    var new: NewProducts?
  }

  private let kept = Mutex(Kept())
  /// The tastes of everybody, by the reading of the model that tells them.
  private let tastes = Mutex<(reading: Int, neighbours: CustomerNeighbours)?>(nil)

  /// The tastes of everybody by a reading of a model, found once.
  func neighbours(
    of reading: Int, _ find: () throws -> CustomerNeighbours
  ) throws -> CustomerNeighbours {
    try tastes.withLock { kept in
      if let kept, kept.reading == reading { return kept.neighbours }
      let neighbours = try find()
      kept = (reading, neighbours)
      return neighbours
    }
  }

  /// Forgets everything.
  func forget() {
    kept.withLock { $0 = Kept() }
    tastes.withLock { $0 = nil }
  }

  /// Trending products of this state of the records, counted once.
  func trending(
    _ generation: Int, _ count: () throws -> TrendingProducts
  ) throws -> TrendingProducts {
    try value(generation, \.trending, count)
  }

  /// Popular products of this state of the records, counted once.
  func popular(
    _ generation: Int, _ count: () throws -> PopularProducts
  ) throws -> PopularProducts {
    try value(generation, \.popular, count)
  }

  /// New products of this state of the records, counted once.
  func new(_ generation: Int, _ count: () throws -> NewProducts) throws -> NewProducts {
    try value(generation, \.new, count)
  }

  /// Those who ask at once wait for one count.
  private func value<Value: Sendable>(
    _ generation: Int, _ path: WritableKeyPath<Kept, Value?>, _ count: () throws -> Value
  ) throws -> Value {
    try kept.withLock { kept in
      if kept.generation == generation, let value = kept[keyPath: path] { return value }
      let value = try count()
      // An older state must not replace what others keep of a later one.
      guard generation >= kept.generation else { return value }
      if kept.generation < generation { kept = Kept(generation: generation) }
      kept[keyPath: path] = value
      return value
    }
  }
}
