import Testing
import Wording

@Suite struct EditDistanceTests {
  @Test(
    arguments: [
      ("", "", 0, 0), ("abc", "abc", 0, 0), ("abc", "abd", 1, 1), ("abc", "acb", 1, 1),
      ("abc", "ab", 1, 1), ("abc", "xabc", 1, 1), ("kitten", "sitting", 3, 3),
      ("kitten", "sitting", 2, nil), ("ab", "ba", 0, nil), ("", "ab", 2, 2), ("ab", "", 1, nil),
      ("grinder", "gridner", 1, 1), ("ca", "abc", 3, 3), ("Größe", "Grösse", 2, 2),
    ] as [(String, String, Int, Int?)])
  func `insertions, deletions, replacements and swaps count`(
    a: String, b: String, limit: Int, expected: Int?
  ) {
    #expect(EditDistance.between(Array(a), Array(b), atMost: limit) == expected)
  }

  /// The whole table, without a band.
  private func reference(_ a: [Int], _ b: [Int]) -> Int {
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
    // All words of up to five letters out of two, and of three out of three.
    for (letters, longest) in [(2, 5), (3, 3)] {
      var words: [[Int]] = [[]]
      var last = words
      for _ in 0..<longest {
        last = last.flatMap { word in (0..<letters).map { word + [$0] } }
        words += last
      }
      for a in words {
        for b in words {
          let exact = reference(a, b)
          for limit in 0...5 {
            let found = EditDistance.between(a, b, atMost: limit)
            #expect(found == (exact <= limit ? exact : nil), "\(a), \(b) within \(limit)")
          }
        }
      }
    }
  }
}
