/// Hashes that are the same in every process and on every machine, unlike `Hasher`'s.
///
/// Stored models, identifiers and draws rest on them: their bits may not change.
///
/// - Source: Fowler, Noll & Vo, FNV-1a, over bytes or over whole Unicode scalars.
package enum StableHash {
  /// The hash of nothing, from which others are made.
  package static let empty: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of what `hash` is of and one unit more.
  @inlinable @inline(__always)
  package static func adding(_ unit: UInt32, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(unit)) &* 0x0000_0100_0000_01B3
  }

  /// The hash of a text's UTF-8 bytes.
  package static func of(_ text: String) -> UInt64 {
    text.utf8.reduce(empty) { adding(UInt32($1), to: $0) }
  }

  /// Spreads a hash over all its bits, for FNV's upper ones alone are poor for short
  /// inputs.
  ///
  /// - Source: the finaliser of ``SplitMix64``.
  @inlinable @inline(__always)
  package static func mixed(_ hash: UInt64) -> UInt64 {
    var z = hash
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
