import Features

/// Content vectors by column: which products have an n-gram, and how much of it.
///
/// Products added one by one wait in a tail that is scanned, until there are enough of
/// them to be worth sorting in.
struct ContentIndex: Sendable, Equatable {
  /// The n-grams of the products sorted in, ascending.
  private(set) var columns: [Int32] = []
  /// Where the products of each n-gram start in `rows`; one more than columns.
  private(set) var offsets: [Int] = [0]
  private(set) var rows: [Int32] = []
  private(set) var values: [Float] = []
  /// How many products are sorted in.
  private(set) var sortedCount = 0
  /// The vectors of the products after those.
  private(set) var tail: [TextVector] = []

  var count: Int { sortedCount + tail.count }

  init(_ vectors: [TextVector] = []) {
    tail = vectors
    sortTail()
  }

  /// An index from its stored parts; nil if they are none.
  init?(columns: [Int32], offsets: [Int], rows: [Int32], values: [Float], count: Int) {
    guard offsets.count == columns.count + 1, offsets.first == 0, offsets.last == rows.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
      zip(columns, columns.dropFirst()).allSatisfy({ $0 < $1 }),
      rows.count == values.count, rows.allSatisfy({ $0 >= 0 && $0 < count })
    else { return nil }
    self.columns = columns
    self.offsets = offsets
    self.rows = rows
    self.values = values
    sortedCount = count
  }

  private static let longestTail = 256

  mutating func append(_ vector: TextVector) {
    tail.append(vector)
    if tail.count > max(Self.longestTail, sortedCount / 8) { sortTail() }
  }

  /// The cosine of a vector with every product's.
  ///
  /// - Parameters:
  ///   - vector: columns ascending, of length 1.
  ///   - similarities: overwritten, [count].
  /// - Complexity: O(products that share an n-gram, with repetition, + products).
  func similarities(to vector: TextVector, into similarities: inout [Float]) {
    precondition(
      similarities.count == count, "content index: \(similarities.count) of \(count) products")
    similarities.withUnsafeMutableBufferPointer { similarities in
      similarities.update(repeating: 0)
      for (column, value) in zip(vector.columns, vector.values) {
        guard let place = place(of: column) else { continue }
        for entry in offsets[place]..<offsets[place + 1] {
          similarities[Int(rows[entry])] += value * values[entry]
        }
      }
      for (index, other) in tail.enumerated() {
        similarities[sortedCount + index] = vector.dot(other)
      }
      // Rounding takes the product of equal vectors above 1 or not as their columns fall.
      for index in similarities.indices where similarities[index] > 1 { similarities[index] = 1 }
    }
  }

  private func place(of column: Int32) -> Int? {
    var range = 0..<columns.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if columns[middle] == column { return middle }
      range =
        columns[middle] < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }

  /// Merges the tail into the sorted part.
  private mutating func sortTail() {
    guard !tail.isEmpty else { return }
    var entries: [(column: Int32, row: Int32, value: Float)] = []
    for (index, vector) in tail.enumerated() {
      for (column, value) in zip(vector.columns, vector.values) {
        entries.append((column, Int32(sortedCount + index), value))
      }
    }
    entries.sort { ($0.column, $0.row) < ($1.column, $1.row) }
    var merged = ContentIndex()
    merged.rows.reserveCapacity(rows.count + entries.count)
    merged.values.reserveCapacity(rows.count + entries.count)
    var next = 0
    var place = 0
    while place < columns.count || next < entries.count {
      let column = min(
        place < columns.count ? columns[place] : .max,
        next < entries.count ? entries[next].column : .max)
      if place < columns.count, columns[place] == column {
        merged.rows += rows[offsets[place]..<offsets[place + 1]]
        merged.values += values[offsets[place]..<offsets[place + 1]]
        place += 1
      }
      while next < entries.count, entries[next].column == column {
        merged.rows.append(entries[next].row)
        merged.values.append(entries[next].value)
        next += 1
      }
      merged.columns.append(column)
      merged.offsets.append(merged.rows.count)
    }
    merged.sortedCount = count
    self = merged
  }

  /// The index with every product sorted in: what is stored.
  func sorted() -> ContentIndex {
    var copy = self
    copy.sortTail()
    return copy
  }
}
