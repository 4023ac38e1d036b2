import Engine

/// Rows of a matrix in 8 bits, in blocks of sixteen by descending norm.
///
/// A row is x = s·c + r with the codes c, the scale s of its block and a rest r.
/// For a query q = q̂ + e the product is s·c·q̂ + r·q̂ + x·e, so that by Cauchy and
/// Schwarz it is at most s·c·q̂ + ‖r‖‖q̂‖ + ‖x‖‖e‖. The upper halves of the codes are
/// codes too, of greater rests: they rule out all rows but a few, so that of the
/// lower halves next to nothing is read.
struct QuantizedFactors: Sendable {
  static let blockSize = Kernels.quantizedBlockSize

  let columns: Int
  /// Of eight columns each, above 0.
  let groups: Int
  /// The rows in the order of the scan.
  let order: [Int32]
  /// The upper halves of the codes, by `Kernels.quantizedHighPlace`.
  private(set) var high: [UInt8]
  /// The lower halves, by `Kernels.quantizedLowPlace`.
  private(set) var low: [UInt8]
  /// 1 / s of each block, with zeros for a vector more; so the next three.
  private(set) var inverseScales: [Float]
  /// The greatest ‖x‖ of each block.
  private(set) var norms: [Float]
  /// The greatest ‖r‖ of each block.
  private(set) var rests: [Float]
  /// The greatest ‖r‖ of each block by the upper halves alone.
  private(set) var highRests: [Float]

  /// - Precondition: the factors are finite.
  init(_ factors: Tensor) {
    let rows = factors.rows
    columns = factors.columns
    let groupSize = Kernels.quantizedGroupSize
    groups = max(1, (columns + groupSize - 1) / groupSize)
    let blocks = (rows + Self.blockSize - 1) / Self.blockSize
    let bytes = blocks * Self.blockSize * groups * groupSize / 2
    high = [UInt8](repeating: 0, count: bytes)
    low = [UInt8](repeating: 0, count: bytes)
    let padded = blocks + Kernels.laneCount
    inverseScales = [Float](repeating: 0, count: padded)
    norms = [Float](repeating: 0, count: padded)
    rests = [Float](repeating: 0, count: padded)
    highRests = [Float](repeating: 0, count: padded)
    let lengths = Self.norms(of: factors)
    order = (0..<rows).sorted {
      lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1
    }.map { Int32($0) }
    factors.withUnsafeBufferPointer { values in
      for block in 0..<blocks {
        encode(block, of: values)
        norms[block] = Float(lengths[Int(order[block * Self.blockSize])] * 1.000_001)
      }
    }
  }

  var blockCount: Int { (order.count + Self.blockSize - 1) / Self.blockSize }

  private static func norms(of factors: Tensor) -> [Double] {
    let columns = factors.columns
    return factors.withUnsafeBufferPointer { values in
      (0..<factors.rows).map { row in
        values[row * columns..<(row + 1) * columns].reduce(0) { $0 + Double($1) * Double($1) }
          .squareRoot()
      }
    }
  }

  private mutating func encode(_ block: Int, of values: UnsafeBufferPointer<Float>) {
    let first = block * Self.blockSize
    let members = order[first..<min(first + Self.blockSize, order.count)].map {
      values[Int($0) * columns..<(Int($0) + 1) * columns]
    }
    // What lies so far below all scores is coded as zero.
    let largest = members.joined().reduce(1e-30) { max($0, $1.magnitude) }
    let limit = Float(Kernels.quantizedLimit)
    inverseScales[block] = limit / largest
    let scale = Double(largest) / Double(limit)
    var (greatest, greatestHigh) = (0.0, 0.0)
    for (vector, row) in members.enumerated() {
      var (squares, highSquares) = (0.0, 0.0)
      for (d, value) in row.enumerated() {
        let code = Int((value / largest * limit).rounded()) + Kernels.quantizedZero
        let rest = Double(value) - Double(code - Kernels.quantizedZero) * scale
        let highRest = Double(value) - (Double(code & ~15) - Double(Self.highZero)) * scale
        squares += rest * rest
        highSquares += highRest * highRest
        write(UInt8(code), block: block, vector: vector, dimension: d)
      }
      greatest = max(greatest, squares)
      greatestHigh = max(greatestHigh, highSquares)
    }
    rests[block] = Float(greatest.squareRoot() * 1.001)
    highRests[block] = Float(greatestHigh.squareRoot() * 1.001)
  }

  /// What stands for zero in sixteen times an upper half: the lower one is taken to
  /// be in the middle of its range.
  static let highZero = Float(Kernels.quantizedZero) - 7.5

  private mutating func write(_ code: UInt8, block: Int, vector: Int, dimension: Int) {
    let length = groups * Kernels.quantizedGroupSize / 2
    let upper = Kernels.quantizedHighPlace(vector: vector, dimension: dimension)
    high[block * Self.blockSize * length + upper.byte] |=
      (code >> 4) << UInt8(upper.shift)
    let lower = Kernels.quantizedLowPlace(dimension: dimension)
    low[(block * Self.blockSize + vector) * length + lower.byte] |=
      (code & 15) << UInt8(lower.shift)
  }
}
