extension Kernels {
  /// The first `count` of sixteen elements from address `p`, the other lanes
  /// set to `filling`.
  @inlinable @inline(__always)
  package static func load(
    _ p: UnsafePointer<Float>, first count: Int, filling: Float = 0
  ) -> Lanes {
    var x = Lanes(repeating: filling)
    for lane in 0..<min(count, 16) { unsafe x[lane] = p[lane] }
    return x
  }

  /// Writes the first `count` lanes to address `p`.
  @inlinable @inline(__always)
  package static func store(_ x: Lanes, _ p: UnsafeMutablePointer<Float>, first count: Int) {
    for lane in 0..<min(count, 16) { unsafe p[lane] = x[lane] }
  }

  /// y ← f(x) over `count` elements; x and y may be the same.
  @inlinable @inline(__always)
  package static func map(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ f: (Lanes) -> Lanes
  ) {
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) { unsafe store(f(load(x + i)), y + i) }
    guard whole < count else { return }
    let rest = count - whole
    unsafe store(f(load(x + whole, first: rest)), y + whole, first: rest)
  }

  /// c ← c + f(a, b) over `count` elements.
  @inlinable @inline(__always)
  package static func accumulate(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    _ count: Int, _ f: (Lanes, Lanes) -> Lanes
  ) {
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) {
      unsafe store(load(c + i) + f(load(a + i), load(b + i)), c + i)
    }
    guard whole < count else { return }
    let rest = count - whole
    let sum =
      unsafe load(c + whole, first: rest)
      + f(load(a + whole, first: rest), load(b + whole, first: rest))
    unsafe store(sum, c + whole, first: rest)
  }

  /// Σ x over `count` elements.
  @inlinable @inline(__always)
  package static func sum(
    _ x: UnsafePointer<Float>, _ count: Int
  ) -> Float {
    let whole = count & ~15
    var sums = Lanes.zero
    for i in stride(from: 0, to: whole, by: 16) { unsafe sums += load(x + i) }
    if whole < count {
      unsafe sums += load(x + whole, first: count - whole)
    }
    return sums.sum()
  }
}
