import Engine

/// Rows of a matrix in 8 bits, in blocks of sixteen by descending norm.
///
/// A row is x = s·c + r with the codes c, the scale s of its block and a rest r.
/// For a query q = q̂ + e the product is s·c·q̂ + r·q̂ + x·e, so that by Cauchy and
/// Schwarz it is at most s·c·q̂ + ‖r‖‖q̂‖ + ‖x‖‖e‖.
struct QuantizedFactors: Sendable {
  private static let blockSize = Kernels.quantizedBlockSize
  /// The most blocks between two looks at the threshold.
  private static let blocksPerStep = 32
  private static let blocksPerChunk = 8 * blocksPerStep

  /// Of a vector of codes: a multiple of four, above 0.
  let dimension: Int
  /// The rows in the order of the scan.
  private let order: [Int32]
  /// [blocks, dimension / 4, 16, 4], by `Kernels.quantizedOffset`.
  private var codes: [UInt8]
  /// 1 / s of each block, with zeros for a vector more; so the next two.
  private var inverseScales: [Float]
  /// The greatest ‖x‖ of each block.
  private var norms: [Float]
  /// The greatest ‖r‖ of each block.
  private var rests: [Float]

  /// - Precondition: the factors are finite.
  init(_ factors: Tensor) {
    let (rows, columns) = (factors.rows, factors.columns)
    let blocks = (rows + Self.blockSize - 1) / Self.blockSize
    let padded = blocks + Kernels.laneCount
    dimension = max((columns + 3) / 4 * 4, 4)
    codes = [UInt8](
      repeating: UInt8(Kernels.quantizedZero), count: blocks * Self.blockSize * dimension)
    inverseScales = [Float](repeating: 0, count: padded)
    norms = [Float](repeating: 0, count: padded)
    rests = [Float](repeating: 0, count: padded)
    let lengths = factors.withUnsafeBufferPointer { values in
      (0..<rows).map { row in
        values[row * columns..<(row + 1) * columns].reduce(0) { $0 + Double($1) * Double($1) }
          .squareRoot()
      }
    }
    order = (0..<rows).sorted {
      lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1
    }.map { Int32($0) }
    factors.withUnsafeBufferPointer { values in
      for block in 0..<blocks {
        let members = order[
          block * Self.blockSize..<min((block + 1) * Self.blockSize, rows)
        ].map { values[Int($0) * columns..<(Int($0) + 1) * columns] }
        // What lies so far below all scores is coded as zero.
        let largest = members.joined().reduce(1e-30) { max($0, $1.magnitude) }
        inverseScales[block] = Float(Kernels.quantizedLimit) / largest
        let norm = lengths[Int(order[block * Self.blockSize])]
        norms[block] = Float(norm * 1.000_001)
        rests[block] = encode(members, block: block, largest: largest)
      }
    }
  }

  /// Writes the codes of a block; returns the greatest norm of a rest.
  private mutating func encode(
    _ members: [Slice<UnsafeBufferPointer<Float>>], block: Int, largest: Float
  ) -> Float {
    let limit = Float(Kernels.quantizedLimit)
    var greatest = 0.0
    for (vector, row) in members.enumerated() {
      var squares = 0.0
      for (d, value) in row.enumerated() {
        let code = (value / largest * limit).rounded()
        let rest = Double(value) - Double(code) * Double(largest) / Double(limit)
        squares += rest * rest
        let offset = Kernels.quantizedOffset(vector: vector, dimension: d)
        codes[block * Self.blockSize * dimension + offset] = UInt8(
          Int(code) + Kernels.quantizedZero)
      }
      greatest = max(greatest, squares)
    }
    return Float(greatest.squareRoot() * 1.001)
  }

  private var blockCount: Int { (order.count + Self.blockSize - 1) / Self.blockSize }

  /// Calls `visit` with every row whose product with the query may be at or above
  /// the threshold.
  ///
  /// - Parameters:
  ///   - query: of as many dimensions.
  ///   - threads: how many call `visit` at once.
  ///   - visit: takes a row, or nil at first, and returns the threshold from then
  ///     on, which only rises.
  func scan(_ query: QuantizedQuery, threads: Int, visit: @Sendable (Int?) -> Float) {
    // The rows of the greatest norms make a threshold that leaves little to do.
    let head = 0..<min(Self.blocksPerChunk, blockCount)
    scan(head, query, visit: visit)
    let rest = blockCount - head.count
    Parallel.forEachChunk(
      count: rest, chunkSize: Self.blocksPerChunk, threads: threads
    ) { chunk in
      scan(head.count + chunk.lowerBound..<head.count + chunk.upperBound, query, visit: visit)
    }
  }

  private func scan(_ blocks: Range<Int>, _ query: QuantizedQuery, visit: (Int?) -> Float) {
    var threshold = visit(nil)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.blocksPerStep) { limits in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.blocksPerStep) { masks in
        codes.withUnsafeBufferPointer { codes in
          query.codes.withUnsafeBufferPointer { queryCodes in
            guard let limits = limits.baseAddress, let masks = masks.baseAddress,
              let codes = codes.baseAddress, let queryCodes = queryCodes.baseAddress
            else { return }
            var start = blocks.lowerBound
            while start < blocks.upperBound {
              // Nothing is known of scores beyond the range of Float32.
              let scaled = threshold < .infinity ? threshold / query.magnitude : -.infinity
              guard norms[start] * (query.norm + query.error) >= scaled else { return }
              // The first steps are short, for their threshold is too low.
              let count = min(max(start, 1), Self.blocksPerStep, blocks.upperBound - start)
              setLimits(limits, of: start, count: count, threshold: scaled, query: query)
              Kernels.quantizedScan(
                codes + start * Self.blockSize * dimension, queryCodes, dimension: dimension,
                blocks: count, limits: limits, masks: masks)
              for block in 0..<count {
                var mask = masks[block]
                while mask != 0 {
                  let position = (start + block) * Self.blockSize + mask.trailingZeroBitCount
                  mask &= mask &- 1
                  if position < order.count { threshold = visit(Int(order[position])) }
                }
              }
              start += count
            }
          }
        }
      }
    }
  }

  /// What the products of codes must reach in each block of a step.
  private func setLimits(
    _ limits: UnsafeMutablePointer<Float>, of start: Int, count: Int, threshold: Float,
    query: QuantizedQuery
  ) {
    let threshold = threshold.isFinite ? threshold : -.infinity
    // Sums above 2²⁴ are rounded as they become Float32.
    let offset = query.excess - 0.01 * Float(dimension)
    let codeNorm = query.norm + query.error
    norms.withUnsafeBufferPointer { norms in
      rests.withUnsafeBufferPointer { rests in
        inverseScales.withUnsafeBufferPointer { inverseScales in
          guard let norms = norms.baseAddress, let rests = rests.baseAddress,
            let inverseScales = inverseScales.baseAddress
          else { return }
          for block in stride(from: 0, to: count, by: Kernels.laneCount) {
            let position = start + block
            let unknown =
              Kernels.load(norms + position) * query.error
              + Kernels.load(rests + position) * codeNorm
            let products =
              (threshold - unknown) * Kernels.load(inverseScales + position)
              * Float(Kernels.quantizedLimit)
            Kernels.store(products + offset, limits + block)
          }
        }
      }
    }
  }
}
