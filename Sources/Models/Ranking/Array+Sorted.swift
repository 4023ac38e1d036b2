extension Array where Element: FixedWidthInteger {
  /// Where `value` is in elements of ascending order, by halving; nil where it is not.
  func sortedIndex(of value: Int, in indices: Range<Int>) -> Int? {
    var range = indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if self[middle] == value { return middle }
      range = self[middle] < value ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
