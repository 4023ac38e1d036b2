/// Where each item stands among sampled negatives: chains of equal hashes, in
/// memory of an arena.
@safe
struct NegativePlaces {
  /// [count].
  private let items: UnsafePointer<Int32>
  /// The last negative of each hash, −1 for none.
  private let heads: UnsafeMutablePointer<Int32>
  /// The negative of the same hash before each, −1 for none: [count].
  private let previous: UnsafeMutablePointer<Int32>
  private let mask: UInt32

  /// The elements that the table takes from an arena.
  static func scratchCount(_ count: Int) -> Int {
    Kernels.padded(buckets(count)) + Kernels.padded(count)
  }

  init(_ items: UnsafePointer<Int32>, count: Int, _ arena: Arena) {
    let buckets = Self.buckets(count)
    unsafe self.items = unsafe items
    mask = UInt32(buckets - 1)
    unsafe heads = arena.takeIntegers(buckets)
    unsafe previous = arena.takeIntegers(count)
    unsafe heads.update(repeating: -1, count: buckets)
    for j in 0..<count {
      let bucket = unsafe bucket(of: items[j])
      unsafe previous[j] = heads[bucket]
      unsafe heads[bucket] = Int32(j)
    }
  }

  /// Calls `body` with each place where an item stands.
  func forEach(of item: Int32, _ body: (Int) -> Void) {
    var j = unsafe heads[bucket(of: item)]
    while j >= 0 {
      if unsafe items[Int(j)] == item { body(Int(j)) }
      j = unsafe previous[Int(j)]
    }
  }

  private func bucket(of item: Int32) -> Int {
    let spread = UInt32(bitPattern: item) &* 2_654_435_769
    return Int((spread ^ spread >> 15) & mask)
  }

  /// A power of two, at least twice the negatives.
  private static func buckets(_ count: Int) -> Int {
    1 << (Int.bitWidth - (2 * max(count, 8) - 1).leadingZeroBitCount)
  }
}
