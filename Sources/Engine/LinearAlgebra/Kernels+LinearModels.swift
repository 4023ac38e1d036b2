import CKernels

extension Kernels {
  /// A loss of a row's score, weighted by the row's weight.
  package enum ScoreLoss: Sendable {
    /// ln(1 + eᶻ) − target·z, for targets from 0 to 1.
    case logLoss
    /// max(0, 1 − yz)², where y is 1 for targets above 0 and −1 for others.
    case squaredHinge
  }

  /// scores[r] ← Σ weights[c]·rows[r][c] + intercept, in Double.
  ///
  /// - Parameters:
  ///   - scores: `count` elements.
  ///   - rows: [count, columns], row-major without gaps.
  ///   - count: the number of rows.
  ///   - columns: the number of columns.
  ///   - weights: one for each column.
  ///   - intercept: added to each score.
  package static func scores(
    _ scores: UnsafeMutablePointer<Double>, _ rows: UnsafePointer<Float>, count: Int,
    columns: Int, weights: UnsafePointer<Double>, intercept: Double
  ) {
    unsafe native.pointee.logistic.scores(scores, rows, count, columns, weights, intercept)
  }

  /// sums[c] ← sums[c] + Σ factors[r]·rows[r][c], in Double.
  package static func addWeightedRows(
    _ sums: UnsafeMutablePointer<Double>, _ factors: UnsafePointer<Double>,
    _ rows: UnsafePointer<Float>, count: Int, columns: Int
  ) {
    unsafe native.pointee.logistic.add_weighted_rows(sums, factors, rows, count, columns)
  }

  /// Replaces scores by the derivative of the loss by the score.
  ///
  /// - Parameters:
  ///   - loss: the loss.
  ///   - scores: `count` elements.
  ///   - curvatures: overwritten by the second derivatives unless nil.
  ///   - targets: one for each score.
  ///   - weights: one for each score; nil stands for ones.
  ///   - count: the number of scores.
  /// - Returns: the sum of the weighted losses.
  package static func evaluate(
    _ loss: ScoreLoss, _ scores: UnsafeMutablePointer<Double>,
    curvatures: UnsafeMutablePointer<Double>?, targets: UnsafePointer<Float>,
    weights: UnsafePointer<Float>?, count: Int
  ) -> Double {
    let kernels = unsafe native.pointee.logistic
    return switch loss {
    case .logLoss: unsafe kernels.log_loss(scores, curvatures, targets, weights, count)
    case .squaredHinge: unsafe kernels.squared_hinge(scores, curvatures, targets, weights, count)
    }
  }

  /// The position of the first element that is NaN or infinite; nil if none is.
  package static func firstNotFinite(_ x: UnsafePointer<Float>, _ count: Int) -> Int? {
    let position = unsafe native.pointee.logistic.first_not_finite(x, count)
    return position < count ? position : nil
  }

  /// row ← row + Σ values[e]·matrix[columns[e]].
  ///
  /// - Parameters:
  ///   - row: `stride` elements.
  ///   - matrix: rows of `stride` elements.
  ///   - stride: a multiple of sixteen.
  ///   - columns: which row of the matrix each entry takes.
  ///   - values: the factor of each entry.
  ///   - count: the number of entries.
  package static func addScaledRows(
    _ row: UnsafeMutablePointer<Float>, _ matrix: UnsafePointer<Float>, stride: Int,
    columns: UnsafePointer<Int32>, values: UnsafePointer<Float>, count: Int
  ) {
    assert(stride % laneCount == 0, "addScaledRows: \(stride) is not padded")
    unsafe native.pointee.logistic.add_scaled_rows(row, matrix, stride, columns, values, count)
  }

  /// matrix[columns[e]] ← matrix[columns[e]] + values[e]·row.
  ///
  /// - Parameters:
  ///   - matrix: rows of sixteen elements.
  ///   - row: sixteen elements.
  ///   - columns: which row of the matrix each entry changes.
  ///   - values: the factor of each entry.
  ///   - count: the number of entries.
  package static func addRow(
    toRows matrix: UnsafeMutablePointer<Float>, _ row: UnsafePointer<Float>,
    columns: UnsafePointer<Int32>, values: UnsafePointer<Float>, count: Int
  ) {
    unsafe native.pointee.logistic.add_row_to_rows(matrix, row, columns, values, count)
  }

  /// row ← row + Σ values[e]·matrix[columns[e]] for a matrix of bytes.
  ///
  /// - Parameters:
  ///   - row: `stride` elements.
  ///   - matrix: rows of `stride` elements.
  ///   - stride: a multiple of sixteen.
  ///   - columns: which row of the matrix each entry takes.
  ///   - values: the factor of each entry.
  ///   - count: the number of entries.
  package static func addScaledRows(
    _ row: UnsafeMutablePointer<Float>, _ matrix: UnsafePointer<Int8>, stride: Int,
    columns: UnsafePointer<Int32>, values: UnsafePointer<Float>, count: Int
  ) {
    assert(stride % laneCount == 0, "addScaledRows: \(stride) is not padded")
    unsafe native.pointee.logistic.add_scaled_bytes(row, matrix, stride, columns, values, count)
  }
}
