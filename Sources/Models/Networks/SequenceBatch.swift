// Shapes: ids, places, targets: [sequences, length]; lengths: [sequences].

/// Sequences next to each other, each padded behind to the longest of them.
///
/// Positions count back from the end: the newest element always has the last
/// place, however long its sequence.
package struct SequenceBatch: Sendable {
  package private(set) var ids: [Int32] = []
  package private(set) var places: [Int32] = []
  /// The element after each, −1 for padding.
  package private(set) var targets: [Int32] = []
  package private(set) var lengths: [Int32] = []
  package private(set) var length = 1

  package init() {}

  /// Replaces the sequences by the newest `limit` elements with a target of each.
  package mutating func fill(
    with examples: [SequenceExample], at indices: ArraySlice<Int>, limit: Int
  ) {
    clear()
    for index in indices { length = max(length, min(examples[index].items.count - 1, limit)) }
    for index in indices {
      let items = examples[index].items
      append(items.dropLast().suffix(limit), limit: limit)
      targets.append(contentsOf: items.dropFirst().suffix(limit))
      while targets.count < ids.count { targets.append(-1) }
    }
  }

  /// Replaces the sequences by the newest `limit` elements of each history, with
  /// no targets.
  package mutating func fill(histories: ArraySlice<[Int32]>, limit: Int) {
    clear()
    for history in histories { length = max(length, min(history.count, limit)) }
    for history in histories { append(history.suffix(limit), limit: limit) }
  }

  private mutating func clear() {
    ids.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    targets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    length = 1
  }

  private mutating func append(_ items: ArraySlice<Int32>, limit: Int) {
    ids.append(contentsOf: items)
    for place in limit - items.count..<limit { places.append(Int32(place)) }
    lengths.append(Int32(items.count))
    for _ in items.count..<length {
      ids.append(0)
      places.append(0)
    }
  }
}
