/// A running hash of records, in 64 bits.
///
/// Recognises content that was imported before. It guards against accident, not
/// malice: two chosen files can collide.
///
/// - Source: the folded 64 × 64 → 128 bit multiplication of wyhash (Wang Yi, 2019).
struct ContentHash {
  private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Adds one record.
  ///
  /// - Returns: whether all bytes are ASCII, which the pass over them tells for
  ///   nothing.
  @inline(__always)
  mutating func update(_ start: UnsafePointer<UInt8>, count: Int) -> Bool {
    let raw = UnsafeRawPointer(start)
    var hash = value ^ UInt64(truncatingIfNeeded: count)
    var seen: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      seen |= word
      hash = fold(hash ^ word)
      offset &+= 8
    }
    var word: UInt64 = 0
    while offset < count {
      word = word << 8 | UInt64(start[offset])
      offset &+= 1
    }
    seen |= word
    value = fold(hash ^ word)
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// The hash of some bytes on their own.
  @inline(__always)
  static func of(_ start: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    var hash = ContentHash()
    _ = hash.update(start, count: count)
    return hash.value
  }
}

@inline(__always)
private func fold(_ word: UInt64) -> UInt64 {
  let product = (word ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
  return product.high ^ product.low
}
