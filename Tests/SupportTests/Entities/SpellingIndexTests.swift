import Engine
import Testing

@testable import Support

@Suite struct EditDistanceTests {
  private func distance(_ a: String, _ b: String, _ limit: Int) -> Int? {
    EditDistance.between(
      a.unicodeScalars.map(\.value), b.unicodeScalars.map(\.value), atMost: limit)
  }

  @Test(
    arguments: [
      ("", "", 0, 0), ("abc", "abc", 0, 0), ("abc", "abd", 1, 1), ("abc", "acb", 1, 1),
      ("abc", "ab", 1, 1), ("abc", "xabc", 1, 1), ("kitten", "sitting", 3, 3),
      ("kitten", "sitting", 2, nil), ("ab", "ba", 0, nil), ("", "ab", 2, 2), ("ab", "", 1, nil),
      ("grinder", "gridner", 1, 1), ("ca", "abc", 3, 3),
    ] as [(String, String, Int, Int?)])
  func `insertions, deletions, replacements and swaps count`(
    a: String, b: String, limit: Int, expected: Int?
  ) {
    #expect(distance(a, b, limit) == expected)
  }

  /// The whole table, without a band.
  private func reference(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var table = [[Int]](
      repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        guard i > 0, j > 0 else {
          table[i][j] = i + j
          continue
        }
        var edits = min(
          table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
          min(table[i - 1][j], table[i][j - 1]) + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          edits = min(edits, table[i - 2][j - 2] + 1)
        }
        table[i][j] = edits
      }
    }
    return table[a.count][b.count]
  }

  @Test func `the band changes nothing within the limit`() {
    for seed in 0..<2_000 {
      var generator = SplitMix64(seed: UInt64(seed))
      func word() -> [UInt32] {
        (0..<Int(generator.next() % 8)).map { _ in UInt32(generator.next() % 3) }
      }
      let (a, b) = (word(), word())
      let limit = Int(generator.next() % 5)
      let exact = reference(a, b)
      #expect(
        EditDistance.between(a, b, atMost: limit) == (exact <= limit ? exact : nil), "seed \(seed)")
    }
  }

  @Test func `every misspelling within the limit is found`() {
    let words = [
      "mug", "grinder", "kettle", "espresso", "stoneware", "chocolate", "thermometer", "jacket",
      "grounder", "printer",
    ]
    let letters = words.flatMap { $0.unicodeScalars.map(\.value) }
    var starts: [Int32] = [0]
    for word in words { starts.append(starts[starts.count - 1] + Int32(word.count)) }
    let index = SpellingIndex(
      letters: letters, starts: starts, isIndexed: words.map { $0.count >= 4 })
    for seed in 0..<2_000 {
      var generator = SplitMix64(seed: UInt64(seed))
      let target = Int(generator.next() % UInt64(words.count))
      var word = words[target].unicodeScalars.map(\.value)
      for _ in 0..<(1 + Int(generator.next() % 2)) {
        let place = Int(generator.next() % UInt64(word.count))
        switch generator.next() % 4 {
        case 0: word.remove(at: place)
        case 1: word.insert(0x71, at: place)
        case 2: word[place] = 0x71
        default: word.swapAt(place, (place + 1) % word.count)
        }
      }
      let limit = SpellingIndex.limit(word.count)
      let edits = words.map { word_ in
        word_.count >= 4
          ? EditDistance.between(word[...], word_.unicodeScalars.map(\.value)[...], atMost: limit)
          : nil
      }
      // A word of seven letters is filed for one edit.
      let least = edits.compactMap(\.self).min()
      let found = index.nearest(to: word[...])
      guard let least, least <= 1 || words[target].count >= 8 && word.count >= 8 else { continue }
      #expect(found?.edits == least, "seed \(seed)")
      let expected = edits.indices.filter { edits[$0] == least }.map { Int32($0) }
      if least == 1 { #expect(found?.words == expected, "seed \(seed)") }
    }
  }
}
