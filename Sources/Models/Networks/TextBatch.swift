package import Engine

// Shapes: ids, places: [texts, length]; lengths, labels: [texts].

/// Texts next to each other, each padded by zeros to the longest of them.
package struct TextBatch: Sendable {
  package private(set) var ids: [Int32] = []
  /// The place of each id in its text, from zero.
  package private(set) var places: [Int32] = []
  /// The ids of each text before its padding.
  package private(set) var lengths: [Int32] = []
  package private(set) var labels: [Int32] = []
  /// The ids of each text with its padding, at least 1.
  package private(set) var length = 1

  package init() {}

  package var count: Int { lengths.count }

  /// Replaces the texts; of one longer than `limit` the first `limit` ids count.
  package mutating func fill(
    with examples: [TextExample], at indices: ArraySlice<Int>, limit: Int
  ) {
    ids.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    length = 1
    for index in indices { length = max(length, min(examples[index].ids.count, limit)) }
    for index in indices {
      let example = examples[index]
      let valid = min(example.ids.count, limit)
      ids.append(contentsOf: example.ids.prefix(valid))
      for _ in valid..<length { ids.append(0) }
      for place in 0..<length { places.append(Int32(place)) }
      lengths.append(Int32(valid))
      labels.append(example.label)
    }
  }
}

extension TextExample {
  /// Finds an id or label out of range.
  ///
  /// - Throws: `outOfRange`.
  package func check(vocabulary: Int, classes: Int) throws(TrainingError) {
    for id in ids where id < 0 || Int(id) >= vocabulary {
      throw TrainingError(.outOfRange, "id \(id) of a vocabulary of \(vocabulary)")
    }
    guard label >= 0 && Int(label) < classes else {
      throw TrainingError(.outOfRange, "label \(label) of \(classes) classes")
    }
  }
}
