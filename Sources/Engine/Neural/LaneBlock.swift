/// Up to sixteen neighbouring elements of arrays that are walked together.
struct LaneBlock {
  let start: Int
  let count: Int

  /// Calls `body` for blocks that cover `count` elements, in order.
  @inline(__always)
  static func forEach(of count: Int, _ body: (LaneBlock) -> Void) {
    let whole = count & ~15
    for i in stride(from: 0, to: whole, by: 16) { body(LaneBlock(start: i, count: 16)) }
    if whole < count { body(LaneBlock(start: whole, count: count - whole)) }
  }

  /// The elements of the block in the array at `p`, zeros after them.
  @inline(__always)
  func load(_ p: UnsafePointer<Float>) -> Lanes {
    unsafe count == 16 ? Kernels.load(p + start) : Kernels.load(p + start, first: count)
  }

  /// Writes the elements of the block in the array at `p`.
  @inline(__always)
  func store(_ x: Lanes, _ p: UnsafeMutablePointer<Float>) {
    if count == 16 {
      unsafe Kernels.store(x, p + start)
    } else {
      unsafe Kernels.store(x, p + start, first: count)
    }
  }
}
