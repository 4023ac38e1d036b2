import Engine

/// Names of n-grams: ``StableHash`` of their scalars, mixed.
///
/// A vocabulary of a hundred thousand n-grams has a collision with a
/// probability below one in three billion, so the hash stands for the n-gram
/// and no text has to be stored.
package enum NGramHash {
  /// The hash of one word or character.
  static func word(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    var state = StableHash.empty
    for scalar in scalars { state = StableHash.adding(scalar, to: state) }
    return StableHash.mixed(state ^ 0x9E37_79B9_7F4A_7C15)
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
    StableHash.mixed((first &* 0x9DDF_EA08_EB38_2D69) ^ (second &+ 0xC2B2_AE3D_27D4_EB4F))
  }
}
