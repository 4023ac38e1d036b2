import Engine

// Shapes: offsets: [texts · length + 1]; ids: [offsets.last]; places: [texts,
// length]; lengths, labels: [texts].

/// Texts of bags next to each other, each padded by empty bags to the longest.
package struct BagBatch: Sendable {
  package private(set) var ids: [Int32] = []
  package private(set) var offsets: [Int32] = [0]
  /// The place of each token in its text, from zero.
  package private(set) var places: [Int32] = []
  /// The tokens of each text before its padding.
  package private(set) var lengths: [Int32] = []
  package private(set) var labels: [Int32] = []
  /// The tokens of each text with its padding, at least 1.
  package private(set) var length = 1

  package init() {}

  package var count: Int { lengths.count }

  /// Where the parts of a token, padding included, lie in `ids`; its whole word
  /// comes first.
  func range(_ token: Int) -> Range<Int> { Int(offsets[token])..<Int(offsets[token + 1]) }

  /// Replaces the texts; of one longer than `limit` the first `limit` tokens
  /// count.
  package mutating func fill(
    with examples: [BagExample], at indices: ArraySlice<Int>, limit: Int
  ) {
    ids.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    length = 1
    for index in indices { length = max(length, min(examples[index].tokenCount, limit)) }
    offsets.append(0)
    for index in indices {
      let example = examples[index]
      let tokens = min(example.tokenCount, limit)
      let start = Int32(ids.count)
      ids.append(contentsOf: example.ids[..<Int(example.offsets[tokens])])
      for token in 0..<length { offsets.append(start + example.offsets[min(token + 1, tokens)]) }
      for place in 0..<length { places.append(Int32(place)) }
      lengths.append(Int32(tokens))
      labels.append(example.label)
    }
  }
}
