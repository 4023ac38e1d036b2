/// The rows of a table that a gradient was added to, each once.
///
/// They are in the order of their first use, which follows from the examples
/// alone.
final class UsedRows {
  private(set) var rows: [Int32] = []
  private var isUsed: [Bool]

  init(count: Int) { isUsed = [Bool](repeating: false, count: count) }

  func insert(_ row: Int32) {
    guard !isUsed[Int(row)] else { return }
    isUsed[Int(row)] = true
    rows.append(row)
  }

  func removeAll() {
    for row in rows { isUsed[Int(row)] = false }
    rows.removeAll(keepingCapacity: true)
  }
}
