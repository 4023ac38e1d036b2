/// Distinct keys in ascending order, and the row of each.
///
/// A store numbers its records from 1, so a table by key is nearly always small;
/// keys too far apart for one are searched for.
struct DenseIndex: Sendable {
  let keys: [Int64]
  private let least: Int64
  /// Row by distance from the least key; empty where keys are searched for.
  private let table: [Int32]

  init(_ values: some Collection<Int64>) {
    guard var low = values.first else {
      (keys, least, table) = ([], 0, [])
      return
    }
    var high = low
    for value in values {
      low = min(low, value)
      high = max(high, value)
    }
    least = low
    let (span, hasOverflown) = high.subtractingReportingOverflow(low)
    guard !hasOverflown, span < 4 * Int64(values.count) + 4096 else {
      var sorted = values.sorted()
      var count = 1
      for index in 1..<sorted.count where sorted[index] != sorted[count - 1] {
        sorted[count] = sorted[index]
        count += 1
      }
      keys = Array(sorted.prefix(count))
      table = []
      return
    }
    var table = [Int32](repeating: -1, count: Int(span) + 1)
    for value in values { table[Int(value - low)] = 0 }
    var keys: [Int64] = []
    for offset in table.indices where table[offset] == 0 {
      table[offset] = Int32(keys.count)
      keys.append(low + Int64(offset))
    }
    self.keys = keys
    self.table = table
  }

  var count: Int { keys.count }

  /// The row of a key; -1 for one that is not there.
  func row(of key: Int64) -> Int32 {
    guard table.isEmpty else {
      let (offset, hasOverflown) = key.subtractingReportingOverflow(least)
      return hasOverflown || offset < 0 || offset >= table.count ? -1 : table[Int(offset)]
    }
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < keys.count && keys[low] == key ? Int32(low) : -1
  }

  /// Groups elements by row: those of row r are `order[starts[r]..<starts[r + 1]]`,
  /// in the order in which they came; elements of row -1 are left out.
  static func grouped(
    _ rows: [Int32], count: Int
  ) -> (starts: [Int], order: [Int32]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for row in rows where row >= 0 { starts[Int(row) + 1] += 1 }
    for row in 0..<count { starts[row + 1] += starts[row] }
    var next = starts
    var order = [Int32](repeating: 0, count: starts[count])
    for (element, row) in rows.enumerated() where row >= 0 {
      order[next[Int(row)]] = Int32(element)
      next[Int(row)] += 1
    }
    return (starts, order)
  }
}
