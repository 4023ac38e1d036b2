import Engine
import Testing

@testable import Features

@Suite struct NGramTableTests {
  @Test func `a table holds what a dictionary would`() {
    for seed in 0..<UInt64(20) {
      var generator = SplitMix64(seed: seed)
      // Few different low bits, so that probes collide.
      let hashes = (0..<200).map { _ in UInt64(generator.index(below: 50)) << 32 | 7 }
      var table = NGramTable()
      var expected: [UInt64: Int32] = [:]
      for hash in hashes {
        table.increment(hash)
        expected[hash, default: 0] += 1
      }
      #expect(table.count == expected.count, "seed \(seed)")
      #expect(table[12_345] == nil)
      for (hash, count) in expected { #expect(table[hash] == count, "seed \(seed)") }
      #expect(
        Dictionary(uniqueKeysWithValues: table.entries.map { ($0.hash, $0.number) }) == expected)
    }
  }

  @Test func `a number put under a hash replaces the one before`() {
    var table = NGramTable(minimumCapacity: 1)
    table.insert(3, for: 0)
    table.insert(5, for: 0)
    #expect(table[0] == 5)
    #expect(table.count == 1)
  }
}
