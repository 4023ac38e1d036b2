/// A small, fast generator of pseudo-random numbers for resamples, splits and seeds.
///
/// Costs nothing to seed, so it fits many short streams with a seed each: bootstrap
/// resamples, dropout masks, samples of rows. A fit that draws on and on takes
/// ``Xoshiro256StarStar``. For a single shuffle either does; which one a place has, it
/// keeps, for figures and stored models rest on its stream.
///
/// - Source: G. L. Steele, D. Lea & C. H. Flood 2014, "Fast Splittable
///   Pseudorandom Number Generators", OOPSLA, figure 16.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return StableHash.mixed(state)
  }
}
