import CKernels

extension Kernels {
  /// x ← x + bias over `count` elements, unless that is nil.
  ///
  /// - Returns: the greatest x or `floor`; NaN if an element is.
  static func addBias(
    _ x: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>?, _ count: Int, floor: Float
  ) -> Float {
    unsafe native.pointee.catalogue.greatest(x, bias, count, floor)
  }

  /// x ← e^(x − shift) over `count` elements, none above the shift.
  ///
  /// - Returns: the sum.
  @discardableResult
  package static func exponentials(
    _ x: UnsafeMutablePointer<Float>, _ count: Int, shift: Float
  ) -> Float {
    unsafe native.pointee.catalogue.exponentials(x, count, shift)
  }
}
