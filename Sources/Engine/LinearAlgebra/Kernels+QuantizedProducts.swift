extension Kernels {
  /// The vectors of one block of codes.
  package static let quantizedBlockSize = 16

  /// The largest magnitudes of a code and of a query: four of their products
  /// fit into 16 bits.
  package static let quantizedRange = (code: 127, query: 63)

  /// Where dimension `d` of vector `v` lies in a block.
  ///
  /// Two dimensions share 16 bits, and vectors 0 and 8, 1 and 9, … share 32, so
  /// that shifts in place widen them.
  package static func quantizedOffset(vector v: Int, dimension d: Int) -> Int {
    d / 2 * 32 + (v % 8 * 2 + v / 8) * 2 + d % 2
  }

  /// The scaled products of sixteen vectors of 8-bit codes and a query.
  ///
  /// - Parameters:
  ///   - block: [dimension / 2, 16 vectors, 2], ordered by `quantizedOffset`.
  ///   - query: [dimension].
  ///   - dimension: a multiple of four.
  ///   - scales: a factor for each vector.
  ///   - result: sixteen products.
  package static func quantizedProducts(
    _ block: UnsafePointer<Int8>, _ query: UnsafePointer<Int16>, dimension: Int,
    scales: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    assert(dimension % 4 == 0, "quantized products: dimension \(dimension) is not padded")
    let block = unsafe UnsafeRawPointer(block)
    var low = SIMD8<Int32>.zero
    var high = SIMD8<Int32>.zero
    for d in stride(from: 0, to: dimension, by: 4) {
      let first = unsafe (block + d * 16).loadUnaligned(as: SIMD16<Int16>.self)
      let second = unsafe (block + d * 16 + 32).loadUnaligned(as: SIMD16<Int16>.self)
      let sums =
        unsafe ((first &<< 8) &>> 8) &* query[d] &+ (first &>> 8) &* query[d + 1]
        &+ ((second &<< 8) &>> 8) &* query[d + 2] &+ (second &>> 8) &* query[d + 3]
      let pairs = unsafe unsafeBitCast(sums, to: SIMD8<Int32>.self)
      low &+= (pairs &<< 16) &>> 16
      high &+= pairs &>> 16
    }
    unsafe store(low, scales, result)
    unsafe store(high, scales + 8, result + 8)
  }

  /// Writes eight whole numbers times their scales.
  @inline(__always)
  private static func store(
    _ numbers: SIMD8<Int32>, _ scales: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
  ) {
    // The lower bits in the mantissa of 2²³, the upper ones in that of 1.5·2²³:
    // a conversion element by element would take longer than the products.
    let lower = unsafe unsafeBitCast(
      (numbers & 0xffff) | 0x4b00_0000, to: SIMD8<Float>.self)
    let upper = unsafe unsafeBitCast(
      (numbers &>> 16) &+ 0x4b40_0000, to: SIMD8<Float>.self)
    let values = (upper - 12_582_912) * 65_536 + (lower - 8_388_608)
    let scales = unsafe UnsafeRawPointer(scales).loadUnaligned(as: SIMD8<Float>.self)
    unsafe UnsafeMutableRawPointer(result).storeBytes(
      of: values * scales, as: SIMD8<Float>.self)
  }
}
