/// The side of a sequence on which padding fills its row up.
///
/// With the number of its elements it says where they lie: all layers over
/// sequences take both.
package enum SequencePadding: Sendable, Hashable, CaseIterable {
  /// The elements come first.
  case after
  /// The elements come last, so that the end of every sequence is the end of
  /// its row.
  case before

  /// The places of `count` elements in a row of `length`.
  package func elements(_ count: Int32, of length: Int) -> Range<Int> {
    switch self {
    case .after: 0..<Int(count)
    case .before: length - Int(count)..<length
    }
  }
}

/// Stops the program if a sequence claims more elements than there is room for.
func checkLengths(_ lengths: [Int32], _ length: Int) {
  for count in lengths {
    precondition(
      count >= 0 && Int(count) <= length, "a sequence of \(count) elements in rows of \(length)")
  }
}
