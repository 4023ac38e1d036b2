import Testing

@testable import SeedShop

@Suite struct SplitMix64Tests {
  // The first outputs of the authors' C code, prng.di.unimi.it/splitmix64.c,
  // from the state 1234567.
  @Test func `the sequence is that of the reference implementation`() {
    var random = SplitMix64(seed: 1_234_567)
    let drawn = (0..<5).map { _ in random.next() }
    #expect(
      drawn == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `weighted draws follow their weights and never take a zero`() {
    var random = SplitMix64(seed: 1)
    var counts = [0, 0, 0]
    for _ in 0..<4000 { counts[random.index(weighted: [1, 0, 3])] += 1 }
    #expect(counts[1] == 0)
    #expect((900...1100).contains(counts[0]))
  }

  @Test func `shuffling keeps every element`() {
    for seed in 0..<100 {
      var random = SplitMix64(seed: UInt64(seed))
      #expect(random.shuffled(Array(0..<20)).sorted() == Array(0..<20), "seed \(seed)")
    }
  }
}
