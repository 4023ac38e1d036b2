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

  /// Fits knots, levels, means and scales to the training rows; levels rarer than
  /// a share of the rows have no column of their own.
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

  /// Whether each measure has the columns that its kind asks for, one behind the
  /// other; what was read from a file may be anything.
  package var isSound: Bool {
    var next = 0
    for measure in measures {
      let isWide: Bool
      if let knots = measure.knots {
        isWide = (1 + knots.count...2 + knots.count).contains(measure.columnCount)
      } else {
        let levels = measure.levels ?? []
        isWide = measure.columnCount == levels.count && Set(levels).count == levels.count
      }
      guard isWide, measure.firstColumn == next else { return false }
      next += measure.columnCount
    }
    return means.count == next && scales.count == next
  }

  /// The design matrix, [rows, columnCount], standardised.
  ///
  /// A measure that the table lacks, a missing number and an unknown level
  /// stand at the training mean.
  package func matrix(of table: CustomerTable) -> Tensor {
    var values = [Float](repeating: 0, count: table.count * columnCount)
    var basis: [Float] = []
    for measure in measures {
      guard let source = Source(measure, in: table) else { continue }
      for row in 0..<table.count {
        guard source.read(row, into: &basis, means: means) else { continue }
        let start = row * columnCount + measure.firstColumn
        for offset in basis.indices {
          let column = measure.firstColumn + offset
          values[start + offset] = (basis[offset] - means[column]) / scales[column]
        }
      }
    }
    return Tensor(shape: [table.count, columnCount], values: values)
  }

  /// A measure's column in one table.
  private enum Source {
    case number([Float], knots: [Float], firstColumn: Int, hasMissing: Bool)
    case category([String?], columns: [String: Int])

    /// Nil where the table lacks the measure.
    init?(_ measure: Measure, in table: CustomerTable) {
      if let knots = measure.knots {
        guard let column = table.numeric.first(where: { $0.name == measure.name }) else {
          return nil
        }
        self = .number(
          column.values, knots: knots, firstColumn: measure.firstColumn,
          hasMissing: measure.columnCount > 1 + knots.count)
      } else {
        guard let levels = measure.levels,
          let column = table.categorical.first(where: { $0.name == measure.name })
        else { return nil }
        self = .category(
          column.values,
          columns: Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) }))
      }
    }

    /// Whether the value of a row is known.
    func isPresent(_ row: Int) -> Bool {
      if case .number(let values, _, _, _) = self { return !values[row].isNaN }
      return true
    }

    /// Writes the basis functions of a row, not yet standardised; false where
    /// the row stands at the mean of all of them.
    func read(_ row: Int, into basis: inout [Float], means: [Float]) -> Bool {
      basis.removeAll(keepingCapacity: true)
      switch self {
      case .number(let values, let knots, let firstColumn, let hasMissing):
        guard !values[row].isNaN else {
          guard hasMissing else { return false }
          // The means of the value's own columns, and 1 for "missing".
          basis.append(contentsOf: means[firstColumn...(firstColumn + knots.count)])
          basis.append(1)
          return true
        }
        let x = signedLog(values[row])
        basis.append(x)
        for knot in knots { basis.append(max(0, x - knot)) }
        if hasMissing { basis.append(0) }
      case .category(let values, let columns):
        basis.append(contentsOf: repeatElement(0, count: columns.count))
        if let column = columns[values[row] ?? ""] { basis[column] = 1 }
      }
      return true
    }
  }

  private mutating func standardise(on table: CustomerTable) {
    var basis: [Float] = []
    for measure in measures {
      guard let source = Source(measure, in: table) else { continue }
      // The columns of a number are standardised over the rows that have it, the
      // column that says "missing" over all.
      let missingColumn =
        measure.knots.map { measure.columnCount > 1 + $0.count } == true
        ? measure.columnCount - 1 : -1
      var sums = [Double](repeating: 0, count: measure.columnCount)
      var squares = sums
      var counts = sums
      for row in 0..<table.count {
        guard source.read(row, into: &basis, means: means) else { continue }
        let isPresent = source.isPresent(row)
        for (offset, value) in basis.enumerated() where isPresent || offset == missingColumn {
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
