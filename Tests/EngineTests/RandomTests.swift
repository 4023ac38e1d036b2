import Testing

@testable import Engine

@Suite struct RandomTests {
  // S. Vigna, splitmix64.c with state 1234567.
  @Test func `SplitMix64 gives its published numbers`() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    for number in expected { #expect(generator.next() == number) }
  }

  // The recurrence written a second time, on an array.
  @Test func `xoshiro256 follows its recurrence`() {
    var generator = Xoshiro256StarStar(seed: 42)
    var seeds = SplitMix64(seed: 42)
    var s = (0..<4).map { _ in seeds.next() }
    for _ in 0..<100 {
      let scrambled = s[1] &* 5
      #expect(generator.next() == (scrambled << 7 | scrambled >> 57) &* 9)
      let shifted = s[1] << 17
      s[2] ^= s[0]
      s[3] ^= s[1]
      s[1] ^= s[2]
      s[0] ^= s[3]
      s[2] ^= shifted
      s[3] = s[3] << 45 | s[3] >> 19
    }
  }

  @Test func `uniform and normal draws have their moments`() {
    var generator = Xoshiro256StarStar(seed: 1)
    let count = 20_000
    let uniform = (0..<count).map { _ in generator.uniform() }
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    // Four standard errors: 4·√(1/12/n).
    #expect(abs(uniform.reduce(0, +) / Double(count) - 0.5) < 0.0082)
    let normal = (0..<count).map { _ in generator.normal() }
    let mean = normal.reduce(0, +) / Double(count)
    let variance = normal.reduce(0) { $0 + $1 * $1 } / Double(count)
    let kurtosis = normal.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
    // Four standard errors: 4/√n, 4·√(2/n), 4·√(96/n).
    #expect(abs(mean) < 0.0283)
    #expect(abs(variance - 1) < 0.04)
    #expect(abs(kurtosis - 3) < 0.28)
  }

  @Test func `indices are even and shuffles are permutations`() {
    var generator = Xoshiro256StarStar(seed: 2)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[generator.index(below: 6)] += 1 }
    // Five standard deviations of a binomial count: 5·√(6000·1/6·5/6).
    for count in counts { #expect(abs(count - 1000) < 145) }
    var firsts = [Int](repeating: 0, count: 4)
    for _ in 0..<4000 {
      var deck = [0, 1, 2, 3]
      generator.shuffle(&deck)
      #expect(deck.sorted() == [0, 1, 2, 3])
      firsts[deck[0]] += 1
    }
    for count in firsts { #expect(abs(count - 1000) < 137) }
    var (empty, one): ([Int], [Int]) = ([], [5])
    generator.shuffle(&empty)
    generator.shuffle(&one)
    #expect(empty.isEmpty && one == [5])
  }

  @Test func `a seed repeats its numbers`() {
    var (first, second) = (Xoshiro256StarStar(seed: 7), Xoshiro256StarStar(seed: 7))
    var other = Xoshiro256StarStar(seed: 8)
    for _ in 0..<10 {
      let number = first.normal()
      #expect(number == second.normal())
      #expect(number != other.normal())
    }
  }
}
