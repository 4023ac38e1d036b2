import CKernels

extension Kernels {
  /// y ← factor·y over `count` elements.
  package static func scale(_ y: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    unsafe native.pointee.rows.scale_and_shift(y, factor, 0, count)
  }
}
