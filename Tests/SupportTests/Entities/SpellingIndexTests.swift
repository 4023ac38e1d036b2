import Engine
import Testing
import Wording

@testable import Support

@Suite struct SpellingIndexTests {
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
