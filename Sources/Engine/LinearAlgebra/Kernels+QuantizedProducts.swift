import CKernels

extension Kernels {
  /// The vectors of one block of codes.
  package static let quantizedBlockSize = 16

  /// What stands for zero in a code, which has no sign; a query's code has one.
  package static let quantizedZero = 128

  /// The greatest magnitude of a code less `quantizedZero`, and of a query's code.
  package static let quantizedLimit = 127

  /// Where dimension `d` of vector `v` lies in a block.
  package static func quantizedOffset(vector v: Int, dimension d: Int) -> Int {
    d / 4 * 64 + v * 4 + d % 4
  }

  /// Whether the processor sums products of bytes by instructions of their own.
  private static let hasByteProducts = {
    var kernels = unsafe native.pointee.quantized
    return unsafe runs_quantized_scan(&kernels)
  }()

  /// Finds the vectors of 8-bit codes whose product with a query reaches the
  /// limit of their block.
  ///
  /// The products Σ codeᵢ · queryᵢ are whole numbers, so every processor finds the
  /// same.
  ///
  /// - Parameters:
  ///   - codes: [blocks, dimension / 4, 16 vectors, 4], ordered by
  ///     `quantizedOffset`.
  ///   - query: [dimension].
  ///   - dimension: a multiple of four, at most 64,000.
  ///   - blocks: how many blocks of sixteen vectors.
  ///   - limits: one for each block.
  ///   - masks: a bit for each vector of a block, the first the lowest.
  package static func quantizedScan(
    _ codes: UnsafePointer<UInt8>, _ query: UnsafePointer<Int8>, dimension: Int, blocks: Int,
    limits: UnsafePointer<Float>, masks: UnsafeMutablePointer<UInt16>
  ) {
    assert(dimension % 4 == 0, "quantized scan: dimension \(dimension) is not padded")
    let kernels = unsafe native.pointee.quantized
    if let scan = unsafe kernels.scan_vnni, hasByteProducts {
      unsafe scan(codes, query, dimension / 4, blocks, limits, masks)
    } else {
      unsafe kernels.scan(codes, query, dimension / 4, blocks, limits, masks)
    }
  }
}
