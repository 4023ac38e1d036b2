import Engine

/// A search of rows in 8 bits for those of great products with a query.
struct QuantizedScan {
  private static let blockSize = Kernels.quantizedBlockSize
  /// The most blocks between two looks at the threshold.
  private static let blocksPerStep = 32
  /// The blocks of the greatest norms, which one thread scans before others join:
  /// they make a threshold that leaves little to do.
  private static let blocksAtFirst = 128
  private static let blocksPerChunk = 256

  private let factors: QuantizedFactors
  private let query: QuantizedQuery

  init(_ factors: QuantizedFactors, _ query: QuantizedQuery) {
    self.factors = factors
    self.query = query
  }

  /// Calls `visit` with every row whose product with the query may be at or above
  /// the threshold.
  ///
  /// - Parameters:
  ///   - threads: how many call `visit` at once.
  ///   - visit: takes a row, or nil at first, and returns the threshold from then
  ///     on, which only rises.
  func run(threads: Int, visit: @Sendable (Int?) -> Float) {
    let blocks = factors.blockCount
    let head = min(Self.blocksAtFirst, blocks)
    guard run(0..<head, visit: visit) else { return }
    Parallel.forEachChunk(
      count: blocks - head, chunkSize: Self.blocksPerChunk, threads: threads
    ) { chunk in
      _ = run(head + chunk.lowerBound..<head + chunk.upperBound, visit: visit)
    }
  }

  /// Scans some blocks.
  ///
  /// - Returns: whether a block after them could hold a row to visit.
  private func run(_ blocks: Range<Int>, visit: (Int?) -> Float) -> Bool {
    var threshold = visit(nil)
    var start = blocks.lowerBound
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * Self.blocksPerStep) {
      limits in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.blocksPerStep) { masks in
        guard let limits = limits.baseAddress, let masks = masks.baseAddress else { return false }
        while start < blocks.upperBound {
          // Nothing is known of scores beyond the range of Float32.
          let scaled = threshold < .infinity ? threshold / query.magnitude : -.infinity
          guard factors.norms[start] * (query.norm + query.error) >= scaled else { return false }
          // The first steps are short, for their threshold is too low.
          let count = min(max(start, 1), Self.blocksPerStep, blocks.upperBound - start)
          find(start, count: count, threshold: scaled, limits: limits, masks: masks)
          for block in 0..<count {
            var mask = masks[block]
            while mask != 0 {
              let position = (start + block) * Self.blockSize + mask.trailingZeroBitCount
              mask &= mask &- 1
              if position < factors.order.count { threshold = visit(Int(factors.order[position])) }
            }
          }
          start += count
        }
        return true
      }
    }
  }

  /// Finds the rows of some blocks whose product may reach the threshold.
  private func find(
    _ start: Int, count: Int, threshold: Float, limits: UnsafeMutablePointer<Float>,
    masks: UnsafeMutablePointer<UInt16>
  ) {
    let (highLimits, groups) = (limits + Self.blocksPerStep, factors.groups)
    setLimits(limits, highLimits, of: start, count: count, threshold: threshold)
    factors.high.withUnsafeBufferPointer { high in
      factors.low.withUnsafeBufferPointer { low in
        query.codes.withUnsafeBufferPointer { codes in
          guard let high = high.baseAddress, let low = low.baseAddress,
            let codes = codes.baseAddress
          else { return }
          let offset = start * Self.blockSize * groups * Kernels.quantizedGroupSize / 2
          Kernels.quantizedScan(
            high + offset, codes, groups: groups, blocks: count, limits: highLimits, masks: masks)
          Kernels.quantizedRefine(
            high + offset, low + offset, codes, groups: groups, blocks: count, limits: limits,
            masks: masks)
        }
      }
    }
  }

  /// What the products of codes, and those of their upper halves, must reach in each
  /// block of a step.
  private func setLimits(
    _ limits: UnsafeMutablePointer<Float>, _ highLimits: UnsafeMutablePointer<Float>,
    of start: Int, count: Int, threshold: Float
  ) {
    let threshold = threshold.isFinite ? threshold : -.infinity
    // Sums above 2²⁴ are rounded as they become Float32.
    let rounding = 0.01 * Float(groups * Kernels.quantizedGroupSize)
    let excess = Float(Kernels.quantizedZero) * query.sum - rounding
    let highExcess = QuantizedFactors.highZero * query.sum - rounding
    let codeNorm = query.norm + query.error
    factors.norms.withUnsafeBufferPointer { norms in
      factors.rests.withUnsafeBufferPointer { rests in
        factors.highRests.withUnsafeBufferPointer { highRests in
          factors.inverseScales.withUnsafeBufferPointer { inverseScales in
            guard let norms = norms.baseAddress, let rests = rests.baseAddress,
              let highRests = highRests.baseAddress,
              let inverseScales = inverseScales.baseAddress
            else { return }
            for block in stride(from: 0, to: count, by: Kernels.laneCount) {
              let position = start + block
              let known = threshold - Kernels.load(norms + position) * query.error
              let scale =
                Kernels.load(inverseScales + position) * Float(Kernels.quantizedLimit)
              let products = (known - Kernels.load(rests + position) * codeNorm) * scale
              let highProducts = (known - Kernels.load(highRests + position) * codeNorm) * scale
              Kernels.store(products + excess, limits + block)
              Kernels.store((highProducts + highExcess) * 0.0625, highLimits + block)
            }
          }
        }
      }
    }
  }

  private var groups: Int { factors.groups }
}
