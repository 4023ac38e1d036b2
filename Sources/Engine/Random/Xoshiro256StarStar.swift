/// The generator of pseudo-random numbers that training draws from.
///
/// - Source: D. Blackman & S. Vigna 2021, "Scrambled Linear Pseudorandom Number
///   Generators", ACM TOMS 47(4). Seeded by SplitMix64 as its authors advise.
package struct Xoshiro256StarStar: RandomNumberGenerator, Sendable {
  private var s: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64) {
    var seeds = SplitMix64(seed: seed)
    s = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
  }

  package mutating func next() -> UInt64 {
    let result = rotate(s.1 &* 5, 7) &* 9
    let t = s.1 << 17
    s.2 ^= s.0
    s.3 ^= s.1
    s.1 ^= s.2
    s.0 ^= s.3
    s.2 ^= t
    s.3 = rotate(s.3, 45)
    return result
  }

  private func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { x << k | x >> (64 - k) }
}
