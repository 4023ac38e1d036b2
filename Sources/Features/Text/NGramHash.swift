/// Names of n-grams: 64-bit hashes that are the same in every process.
///
/// A vocabulary of a hundred thousand n-grams has a collision with a
/// probability below one in three billion, so the hash stands for the n-gram
/// and no text has to be stored.
package enum NGramHash {
  /// The hash of one word or character.
  static func word(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    var state = offset
    for scalar in scalars { state = step(state, scalar) }
    return finish(state ^ 0x9E37_79B9_7F4A_7C15)
  }

  /// The hash of a word as a keyword: without a plural's ending, so that
  /// "gifts" finds "gift".
  ///
  /// - Source: Harman 1991, "How Effective Is Suffixing?", Journal of the
  ///   American Society for Information Science 42(1), the S stemmer.
  static func term(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    let count = scalars.count
    let s: UInt32 = 0x73
    guard count > 3, let last = scalars.last, last == s else { return word(scalars) }
    let (a, e, i, o, u): (UInt32, UInt32, UInt32, UInt32, UInt32) = (0x61, 0x65, 0x69, 0x6F, 0x75)
    let ending = Array(scalars.suffix(4))
    switch (ending[0], ending[1], ending[2]) {
    case (let before, i, e) where before != e && before != a:
      return word(scalars.dropLast(3) + [0x79])
    case (_, a, e), (_, o, e), (_, e, e), (_, _, u), (_, _, s):
      return word(scalars)
    default:
      return word(scalars.dropLast())
    }
  }

  /// The hashes of a word and of the word without each of its letters: two words
  /// that share one differ by a slip of the finger.
  package static func slips(_ scalars: ArraySlice<UInt32>) -> [UInt64] {
    [word(scalars)]
      + scalars.indices.map { word(scalars[..<$0] + scalars[($0 + 1)...]) }
  }

  /// The hash of a sequence of words, from theirs.
  static func sequence(_ first: UInt64, _ second: UInt64) -> UInt64 {
    finish((first &* 0x9DDF_EA08_EB38_2D69) ^ (second &+ 0xC2B2_AE3D_27D4_EB4F))
  }

  // FNV-1a over whole scalars, then the finaliser of SplitMix64, since FNV's
  // upper bits alone are poor for short inputs.
  static let offset: UInt64 = 0xCBF2_9CE4_8422_2325

  static func step(_ state: UInt64, _ scalar: UInt32) -> UInt64 {
    (state ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
  }

  static func finish(_ state: UInt64) -> UInt64 {
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
