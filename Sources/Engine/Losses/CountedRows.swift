/// The rows of a batch that count, by index, in memory of an arena.
@safe
struct CountedRows: RandomAccessCollection {
  private let rows: UnsafePointer<Int32>
  let startIndex: Int
  let endIndex: Int

  /// Takes room for `n` integers.
  ///
  /// - Precondition: every label is −1 or an item.
  init(_ labels: UnsafePointer<Int32>, n: Int, items: Int, _ arena: Arena) {
    let rows = unsafe arena.takeIntegers(n)
    var count = 0
    for row in 0..<n where unsafe Self.counts(labels[row], row, items: items) {
      unsafe rows[count] = Int32(row)
      count += 1
    }
    unsafe self.rows = unsafe UnsafePointer(rows)
    (startIndex, endIndex) = (0, count)
  }

  private init(_ whole: CountedRows, _ bounds: Range<Int>) {
    unsafe rows = unsafe whole.rows
    (startIndex, endIndex) = (bounds.lowerBound, bounds.upperBound)
  }

  subscript(position: Int) -> Int32 { unsafe rows[position] }

  subscript(bounds: Range<Int>) -> CountedRows { CountedRows(self, bounds) }

  /// Whether the label of a row is an item instead of −1.
  ///
  /// - Precondition: it is one of both.
  static func counts(_ label: Int32, _ row: Int, items: Int) -> Bool {
    if label == -1 { return false }
    precondition(label >= 0 && label < items, "label \(label) of \(items) items, row \(row)")
    return true
  }
}
