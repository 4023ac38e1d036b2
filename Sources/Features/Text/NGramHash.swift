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
