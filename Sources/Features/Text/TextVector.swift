/// One text as a sparse row: columns ascending, one value each.
package struct TextVector: Sendable, Hashable {
  package var columns: [Int32]
  package var values: [Float]

  package init(columns: [Int32] = [], values: [Float] = []) {
    self.columns = columns
    self.values = values
  }

  package var count: Int { columns.count }

  /// The inner product; 0 where the two share no column.
  package func dot(_ other: TextVector) -> Float {
    var sum: Float = 0
    var left = 0
    var right = 0
    while left < columns.count, right < other.columns.count {
      if columns[left] == other.columns[right] {
        sum += values[left] * other.values[right]
        left += 1
        right += 1
      } else if columns[left] < other.columns[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return sum
  }
}
