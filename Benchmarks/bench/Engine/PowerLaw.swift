import Engine
import Glibc
import Terminal

/// The distribution of popularity: P(rank) ∝ 1 / (rank + shift).
///
/// - Source: B. Mandelbrot 1953, "An Informational Theory of the Statistical
///   Structure of Language", the exponent 1 of Zipf's law.
struct PowerLaw {
  let count: Int
  private let shift: Double
  private let logarithm: Double

  /// - Parameters:
  ///   - count: the number of ranks.
  ///   - spread: how many times likelier the first is than the last.
  init(count: Int, spread: Double) {
    self.count = count
    shift = Double(count) / (spread - 1)
    logarithm = log((Double(count) + shift) / shift)
  }

  /// The share of the ranks before `rank`.
  func share(before rank: Int) -> Double { log((Double(rank) + shift) / shift) / logarithm }

  /// Draws a rank.
  func draw(_ generator: inout Xoshiro256StarStar) -> Int {
    let rank = shift * (exp(generator.uniform() * logarithm) - 1)
    return min(count - 1, Int(rank))
  }
}

extension SparseMatrix {
  /// Interactions of value 1 whose customers' activity and items' popularity
  /// follow power laws, in no order of either.
  ///
  /// - Parameters:
  ///   - rows: the customers, of whom nobody meets more than half of the items.
  ///   - columns: the items.
  ///   - entries: how many interactions there are, but for customers at that limit.
  ///   - spreads: how many times busier the busiest customer is than the idlest,
  ///     and more popular the first item than the last.
  ///   - seed: of the draws.
  /// - Returns: the matrix, [rows, columns].
  static func powerLaw(
    rows: Int, columns: Int, entries: Int, spreads: (rows: Double, columns: Double) = (50, 50),
    seed: UInt64
  ) -> SparseMatrix {
    var generator = Xoshiro256StarStar(seed: seed)
    let activity = PowerLaw(count: rows, spread: spreads.rows)
    let popularity = PowerLaw(count: columns, spread: spreads.columns)
    let bounds = (0...rows).map { Int((activity.share(before: $0) * Double(entries)).rounded()) }
    var counts = (0..<rows).map { min(columns / 2, bounds[$0 + 1] - bounds[$0]) }
    generator.shuffle(&counts)
    var items = Array(0..<Int32(columns))
    generator.shuffle(&items)
    var offsets = [0]
    var indices: [Int32] = []
    indices.reserveCapacity(entries)
    var lastRow = [Int32](repeating: -1, count: columns)
    for row in 0..<rows {
      let start = indices.count
      while indices.count - start < counts[row] {
        let item = popularity.draw(&generator)
        guard lastRow[item] != Int32(row) else { continue }
        lastRow[item] = Int32(row)
        indices.append(items[item])
      }
      indices[start...].sort()
      offsets.append(indices.count)
    }
    return ones(offsets: offsets, columns: indices, columnCount: columns)
  }

  /// The matrix whose entries are all 1.
  static func ones(offsets: [Int], columns: [Int32], columnCount: Int) -> SparseMatrix {
    let values = [Float](repeating: 1, count: columns.count)
    guard
      let matrix = SparseMatrix(
        compressedRows: offsets, columns: columns, values: values, columnCount: columnCount)
    else { preconditionFailure("power law: entries out of order") }
    return matrix
  }

  /// Writes the matrix as `offsets`, `columns`, `values` and `shape`.
  func write(to folder: ArrayFolder) throws(CommandFailure) {
    try folder.write(rowOffsets.map { Int32($0) }, shape: [rowOffsets.count], as: "offsets")
    try folder.write(columns, shape: [columns.count], as: "columns")
    try folder.write(values, shape: [values.count], as: "values")
    try folder.write([Int32(rowCount), Int32(columnCount)], shape: [2], as: "shape")
  }
}
