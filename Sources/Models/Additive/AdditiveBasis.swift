/// Rows of few non-zero weights each.
struct SparseRows: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var indices: [Int32] = []
  private(set) var weights: [Double] = []

  var count: Int { starts.count - 1 }

  mutating func append(_ entries: [(index: Int, weight: Double)]) {
    for entry in entries where entry.weight != 0 {
      indices.append(Int32(entry.index))
      weights.append(entry.weight)
    }
    starts.append(indices.count)
  }

  /// The entries of a row.
  subscript(row: Int) -> [(index: Int, weight: Double)] {
    (starts[row]..<starts[row + 1]).map { (Int(indices[$0]), weights[$0]) }
  }

  /// Σ weight·coefficient of each row.
  func times(_ coefficients: ArraySlice<Double>) -> [Double] {
    (0..<count).map { row in
      var sum = 0.0
      for entry in starts[row]..<starts[row + 1] {
        sum += weights[entry] * coefficients[coefficients.startIndex + Int(indices[entry])]
      }
      return sum
    }
  }
}

/// The functions that one term is a sum of, and what keeps them smooth.
///
/// Rows fall into cells, and all rows of a cell have the same weights of the
/// coefficients. The entries are the points of the fitted table, which have
/// weights of their own.
///
/// - Source: S. N. Wood, Z. Li, G. Shaddick & N. H. Augustin 2017, "Generalized
///   Additive Models for Gigadata", J. Am. Stat. Assoc. 112(519), section 3, for
///   the discretisation.
struct AdditiveBasis: Sendable {
  /// The number of coefficients.
  let size: Int
  /// The weights of the coefficients in each cell.
  let cells: SparseRows
  /// The weights of the coefficients in each entry of the table.
  let entries: SparseRows
  /// Penalties whose factors the fit finds: [size, size] each.
  let penalties: [[Double]]
  /// What pins directions that other terms or the intercept hold: [size, size].
  let fixedPenalty: [Double]

  /// The strength of the pins, in units of the mass of rows they pin.
  static let pin = 10.0
  /// A ridge on all coefficients against directions that nothing else holds.
  static let ridge = 1e-4
}

/// Symmetric matrices as sums of squares of linear forms.
struct QuadraticForm {
  let size: Int
  private(set) var matrix: [Double]

  init(size: Int) {
    self.size = size
    matrix = [Double](repeating: 0, count: size * size)
  }

  /// Adds factor·(Σ weight·x)².
  mutating func add(_ form: [(index: Int, weight: Double)], factor: Double = 1) {
    for a in form {
      for b in form { matrix[a.index * size + b.index] += factor * a.weight * b.weight }
    }
  }

  /// Adds the squares of all differences of neighbours of the given order (1 or 2).
  mutating func addDifferences(_ indices: Range<Int>, order: Int) {
    for first in indices.dropLast(order) {
      add(
        order == 1
          ? [(first, -1), (first + 1, 1)] : [(first, 1), (first + 1, -2), (first + 2, 1)])
    }
  }
}
