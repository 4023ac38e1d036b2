extension FoldedText {
  /// Whether one of the three words before a place, on its line, is of a set.
  func hasCue(_ words: Set<UInt64>, before position: Int) -> Bool {
    var index = tokenIndex(from: position) - 1
    var place = position
    var left = 3
    while index >= 0, left > 0, place - tokens[index].end <= 4 {
      guard !endsSentence(tokens[index].end..<max(tokens[index].end, place)) else { return false }
      if tokens[index].kind == .word, words.contains(tokens[index].hash) { return true }
      place = tokens[index].start
      index -= 1
      left -= 1
    }
    return false
  }

  private func endsSentence(_ gap: Range<Int>) -> Bool {
    gap.contains { place in
      switch scalars[place] {
      case 0x0A, 0x0D, 0x21, 0x3B, 0x3F: true
      default: false
      }
    }
  }

  /// Whether one of the pairs stands among the eight characters before a place.
  func hasUnspacedCue(_ pairs: Set<[UInt32]>, before position: Int) -> Bool {
    let first = max(0, position - 8)
    guard first + 2 <= position else { return false }
    return (first...(position - 2)).contains { start in
      kinds[start] == .unspaced && pairs.contains([scalars[start], scalars[start + 1]])
    }
  }
}
