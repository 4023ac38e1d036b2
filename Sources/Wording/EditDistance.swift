/// How many edits lie between two words.
package enum EditDistance {
  /// Insertions, deletions, replacements and swaps of neighbours.
  ///
  /// - Returns: nil where there are more than `limit`.
  /// - Complexity: O(length · limit).
  /// - Source: Damerau 1964, "A technique for computer detection and correction
  ///   of spelling errors", restricted to edits that do not overlap.
  @inlinable
  package static func between<Word: RandomAccessCollection>(
    _ left: Word, _ right: Word, atMost limit: Int
  ) -> Int? where Word.Element: Equatable, Word.Index == Int {
    guard abs(left.count - right.count) <= limit else { return nil }
    let outside = limit + 1
    var beforeLast = [Int](repeating: outside, count: right.count + 1)
    var last = (0...right.count).map { min($0, outside) }
    var row = beforeLast
    for i in 0..<left.count {
      let a = left[left.startIndex + i]
      row[0] = min(i + 1, outside)
      var least = row[0]
      let band = max(0, i - limit)..<max(0, min(right.count, i + limit + 1))
      if band.lowerBound > 0 { row[band.lowerBound] = outside }
      for j in band {
        let b = right[right.startIndex + j]
        var edits = min(last[j] + (a == b ? 0 : 1), min(row[j], last[j + 1]) + 1)
        if i > 0, j > 0, a == right[right.startIndex + j - 1],
          b == left[left.startIndex + i - 1]
        {
          edits = min(edits, beforeLast[j - 1] + 1)
        }
        row[j + 1] = min(edits, outside)
        least = min(least, row[j + 1])
      }
      if band.upperBound < right.count { row[band.upperBound + 1] = outside }
      guard least <= limit else { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
