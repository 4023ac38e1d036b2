import CKernels

extension Kernels {
  /// The vectors of one block of codes.
  package static let quantizedBlockSize = 16

  /// The dimensions of one group of codes.
  package static let quantizedGroupSize = 8

  /// What stands for zero in a code, which has no sign; a query's code has one.
  package static let quantizedZero = 128

  /// The greatest magnitude of a code less `quantizedZero`, and of a query's code.
  package static let quantizedLimit = 127

  /// Where the upper half of dimension `d` of vector `v` lies in a block: its byte,
  /// and how far to the left there.
  package static func quantizedHighPlace(vector v: Int, dimension d: Int) -> (
    byte: Int, shift: Int
  ) {
    (d / 8 * 64 + v * 4 + d % 4, d & 4)
  }

  /// Where the lower half of dimension `d` lies in a vector.
  package static func quantizedLowPlace(dimension d: Int) -> (byte: Int, shift: Int) {
    (d / 8 * 4 + d % 4, d & 4)
  }

  /// Whether the processor sums products of bytes by instructions of their own.
  private static let hasByteProducts = {
    var kernels = unsafe native.pointee.quantized
    return unsafe runs_quantized_scan(&kernels)
  }()

  /// Finds the vectors of 8-bit codes the upper halves of which have a product with
  /// a query that reaches the limit of their block.
  ///
  /// The products Σ ⌊codeᵢ / 16⌋ · queryᵢ are whole numbers, so every processor
  /// finds the same.
  ///
  /// - Parameters:
  ///   - high: [blocks, groups, 16 vectors, 4], by `quantizedHighPlace`.
  ///   - query: [groups, 8].
  ///   - groups: eight dimensions each, at most 8,000.
  ///   - blocks: how many blocks of sixteen vectors.
  ///   - limits: one for each block.
  ///   - masks: a bit for each vector of a block, the first the lowest.
  package static func quantizedScan(
    _ high: UnsafePointer<UInt8>, _ query: UnsafePointer<Int8>, groups: Int, blocks: Int,
    limits: UnsafePointer<Float>, masks: UnsafeMutablePointer<UInt16>
  ) {
    let kernels = unsafe native.pointee.quantized
    if let scan = unsafe kernels.scan_vnni, hasByteProducts {
      unsafe scan(high, query, groups, blocks, limits, masks)
    } else {
      unsafe kernels.scan(high, query, groups, blocks, limits, masks)
    }
  }

  /// Of the vectors that `quantizedScan` found, keeps those whose product
  /// Σ codeᵢ · queryᵢ reaches the limit of their block.
  ///
  /// - Parameters:
  ///   - high: the upper halves, as `quantizedScan` takes them.
  ///   - low: [blocks, 16 vectors, groups, 4], by `quantizedLowPlace`.
  ///   - query: [groups, 8].
  ///   - groups: eight dimensions each, at most 8,000.
  ///   - blocks: how many blocks of sixteen vectors.
  ///   - limits: one for each block.
  ///   - masks: a bit for each vector of a block, cleared where its product is less.
  package static func quantizedRefine(
    _ high: UnsafePointer<UInt8>, _ low: UnsafePointer<UInt8>, _ query: UnsafePointer<Int8>,
    groups: Int, blocks: Int, limits: UnsafePointer<Float>, masks: UnsafeMutablePointer<UInt16>
  ) {
    unsafe native.pointee.quantized.refine(high, low, query, groups, blocks, limits, masks)
  }
}
