/// NumPy's older generator, by which scikit-learn deals out its folds.
///
/// - Source: M. Matsumoto & T. Nishimura 1998, "Mersenne Twister: A
///   623-Dimensionally Equidistributed Uniform Pseudo-Random Number Generator",
///   ACM TOMACS 8(1), MT19937 with the initialisation of 2002.
struct MersenneTwister {
  private var state: [UInt32]
  private var position = 624

  init(seed: UInt32) {
    state = [seed]
    for index in 1..<624 {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
  }

  mutating func next() -> UInt32 {
    if position == 624 { renew() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9d2c_5680
    word ^= word << 15 & 0xefc6_0000
    return word ^ word >> 18
  }

  /// An index from 0 to `bound`, as `numpy.random.RandomState` draws it: words
  /// under the next power of two, until one is small enough.
  mutating func index(upTo bound: UInt32) -> Int {
    guard bound > 0 else { return 0 }
    let mask = UInt32.max >> bound.leadingZeroBitCount
    while true {
      let word = next() & mask
      if word <= bound { return Int(word) }
    }
  }

  /// Shuffles as `numpy.random.RandomState.shuffle` does.
  mutating func shuffle(_ elements: inout [Int]) {
    for last in elements.indices.dropFirst().reversed() {
      elements.swapAt(last, index(upTo: UInt32(last)))
    }
  }

  private mutating func renew() {
    for index in 0..<624 {
      let joined = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7fff_ffff
      let odd: UInt32 = joined & 1 == 1 ? 0x9908_b0df : 0
      state[index] = state[(index + 397) % 624] ^ joined >> 1 ^ odd
    }
    position = 0
  }
}
