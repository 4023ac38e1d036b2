package import Engine
import Glibc

/// Turns a customer table into the columns of a linear model.
///
/// A number x becomes `log1p` of its size and hinge functions of that at the
/// quartiles of the training data (a linear spline); a category becomes one
/// column a level. All columns are standardised. So the model stays additive in
/// the measures a person can read, and yet is not straight in them.
///
/// - Source: Hastie, Tibshirani & Friedman 2009, "The Elements of Statistical
///   Learning", 2nd ed., sections 5.2 (piecewise-linear basis) and 9.1.
package struct DesignEncoder: Sendable, Codable, Hashable {
  /// A readable quantity and the columns it became.
  package struct Measure: Sendable, Codable, Hashable {
    package var name: String
    /// Knots on the scale of `log1p`; nil for a category.
    package var knots: [Float]?
    /// Levels with a column of their own; nil for a number.
    package var levels: [String]?
    /// Mean over the training rows (missing ones left out); nil for a category.
    package var mean: Float?
    package var firstColumn: Int
    package var columnCount: Int
  }

  package private(set) var measures: [Measure] = []
  /// Mean and standard deviation of each column.
  private var means: [Float] = []
  private var scales: [Float] = []

  package var columnCount: Int { means.count }

  /// Fits knots, levels, means and scales to the training rows.
  ///
  /// Levels rarer than the share `rarestLevel` of the rows have no column of
  /// their own.
  package init(fitting table: CustomerTable, rarestLevel: Double = 0.005) {
    var column = 0
    for numeric in table.numeric {
      let present = numeric.values.filter { !$0.isNaN }
      let transformed = present.map(signedLog).sorted()
      guard let low = transformed.first, let high = transformed.last, low < high else { continue }
      var knots: [Float] = []
      for quantile in [0.25, 0.5, 0.75] {
        let knot = transformed[Int(quantile * Double(transformed.count - 1))]
        if knot > low, knot < high, knots.last != knot { knots.append(knot) }
      }
      let hasMissing = present.count < numeric.values.count
      let width = 1 + knots.count + (hasMissing ? 1 : 0)
      measures.append(
        Measure(
          name: numeric.name, knots: knots, levels: nil,
          mean: present.reduce(0, +) / Float(present.count), firstColumn: column,
          columnCount: width))
      column += width
    }
    for categorical in table.categorical {
      var counts: [String: Int] = [:]
      for value in categorical.values { counts[value ?? "", default: 0] += 1 }
      let least = max(2, Int(rarestLevel * Double(table.count)))
      let levels = counts.filter { $0.value >= least && $0.value < table.count }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(30).map(\.key)
      guard !levels.isEmpty else { continue }
      measures.append(
        Measure(
          name: categorical.name, knots: nil, levels: levels, mean: nil, firstColumn: column,
          columnCount: levels.count))
      column += levels.count
    }
    means = [Float](repeating: 0, count: column)
    scales = [Float](repeating: 1, count: column)
    standardise(on: table)
  }

  /// The design matrix, [rows, columnCount], standardised.
  ///
  /// A measure that the table lacks, a missing number and an unknown level
  /// stand at the training mean.
  package func matrix(of table: CustomerTable) -> Tensor {
    var values = [Float](repeating: 0, count: table.count * columnCount)
    for measure in measures {
      for row in 0..<table.count {
        guard let basis = basis(of: measure, in: table, row: row) else { continue }
        for (offset, value) in basis.enumerated() {
          let column = measure.firstColumn + offset
          values[row * columnCount + column] = (value - means[column]) / scales[column]
        }
      }
    }
    return Tensor(shape: [table.count, columnCount], values: values)
  }

  private func basis(of measure: Measure, in table: CustomerTable, row: Int) -> [Float]? {
    if let knots = measure.knots {
      guard let column = table.numeric.first(where: { $0.name == measure.name }) else { return nil }
      let value = column.values[row]
      let hasMissing = measure.columnCount > 1 + knots.count
      guard !value.isNaN else {
        guard hasMissing else { return nil }
        // The means of the value's own columns, and 1 for "missing".
        let own = measure.firstColumn..<(measure.firstColumn + measure.columnCount - 1)
        return own.map { means[$0] } + [1]
      }
      let x = signedLog(value)
      return [x] + knots.map { max(0, x - $0) } + (hasMissing ? [0] : [])
    }
    guard let levels = measure.levels,
      let column = table.categorical.first(where: { $0.name == measure.name })
    else { return nil }
    let value = column.values[row] ?? ""
    return levels.map { $0 == value ? 1 : 0 }
  }

  private mutating func standardise(on table: CustomerTable) {
    for measure in measures {
      // Missing numbers first stand at zero here; their columns' means are of
      // the rows that have a value.
      var sums = [Double](repeating: 0, count: measure.columnCount)
      var squares = sums
      var counts = sums
      let isPresent: (Int) -> Bool
      if measure.knots != nil,
        let column = table.numeric.first(where: { $0.name == measure.name })
      {
        isPresent = { !column.values[$0].isNaN }
      } else {
        isPresent = { _ in true }
      }
      let missingColumn =
        measure.knots.map { measure.columnCount > 1 + $0.count } == true
        ? measure.columnCount - 1 : -1
      for row in 0..<table.count {
        guard let basis = basis(of: measure, in: table, row: row) else { continue }
        for (offset, value) in basis.enumerated() where isPresent(row) || offset == missingColumn {
          sums[offset] += Double(value)
          squares[offset] += Double(value) * Double(value)
          counts[offset] += 1
        }
      }
      for offset in 0..<measure.columnCount where counts[offset] > 0 {
        let mean = sums[offset] / counts[offset]
        let variance = max(0, squares[offset] / counts[offset] - mean * mean)
        means[measure.firstColumn + offset] = Float(mean)
        scales[measure.firstColumn + offset] = variance > 1e-12 ? Float(variance.squareRoot()) : 1
      }
    }
  }
}

/// log1p of the size, with the sign kept.
private func signedLog(_ x: Float) -> Float { x < 0 ? -log1pf(-x) : log1pf(x) }
