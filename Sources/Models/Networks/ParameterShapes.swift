/// Whether arrays of such shapes can be parameters: each has a number of
/// elements that a machine could hold.
///
/// - Precondition: no size is negative.
func areHoldable(_ shapes: [[Int]]) -> Bool {
  shapes.allSatisfy { shape in
    var count = 1
    for size in shape {
      let product = count.multipliedReportingOverflow(by: size)
      guard !product.overflow && product.partialValue <= 1 << 40 else { return false }
      count = product.partialValue
    }
    return true
  }
}
