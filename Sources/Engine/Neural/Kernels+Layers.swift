import CKernels

/// The longest side of a weight for which the native product beats the library.
private let largestSide = 512

extension Kernels {
  /// The product, on the calling thread, where the native kernel is the faster
  /// one: for weights that fit into the cache, on wide registers.
  ///
  /// - Returns: false, with nothing done, where the general product should be
  ///   used.
  static func multiplyInLayer(_ product: product) -> Bool {
    guard
      let multiply = unsafe native.pointee.products.multiply,
      unsafe product.columns % 16 == 0 && product.columns <= largestSide,
      unsafe !product.b_transposed || product.inner % 16 == 0 && product.inner <= largestSide
    else { return false }
    var product = unsafe product
    unsafe multiply(&product)
    return true
  }
}
