import Engine

/// The rows of a least-squares problem in Double: features and target less their
/// means, times the root of the row's weight.
struct CentredRows {
  private let examples: DenseExamples
  /// The columns in use.
  let columns: [Int]
  /// The mean of each column of the features.
  let means: [Double]
  let targetMean: Double

  init(_ examples: DenseExamples, leavingOut constant: [Int]) {
    self.examples = examples
    let size = examples.featureCount
    columns = (0..<size).filter { !constant.contains($0) }
    var means = [Double](repeating: 0, count: size)
    var targetMean = 0.0
    examples.forEachRow { row, features in
      let share = examples.weight(row) / examples.totalWeight
      for index in 0..<size { means[index] += share * Double(features[index]) }
      targetMean += share * Double(examples.targets[row])
    }
    self.means = means
    self.targetMean = targetMean
  }

  /// Calls `body` with blocks of rows, row-major; the target is the last column.
  func forEachBlock(_ body: ([Double]) -> Void) {
    let rowsInBlock = max(256, columns.count + 1)
    var block: [Double] = []
    block.reserveCapacity(rowsInBlock * (columns.count + 1))
    examples.forEachRow { row, features in
      let scale = examples.weight(row).squareRoot()
      for column in columns { block.append(scale * (Double(features[column]) - means[column])) }
      block.append(scale * (Double(examples.targets[row]) - targetMean))
      if block.count == rowsInBlock * (columns.count + 1) {
        body(block)
        block.removeAll(keepingCapacity: true)
      }
    }
    body(block)
  }
}

extension LinearRegression {
  /// The weights of the columns in use, by the normal equations.
  static func solveByCholesky(_ rows: CentredRows, l2: Double) throws(ModelError) -> [Double] {
    // The Gram matrix of [X y]: its last column holds Xᵀy.
    let size = rows.columns.count
    var gram = [Double](repeating: 0, count: (size + 1) * (size + 1))
    rows.forEachBlock { LinearAlgebra.addGram(of: $0, columns: size + 1, to: &gram) }
    var normal = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in i..<size { normal[i * size + j] = gram[i * (size + 1) + j] }
      normal[i * size + i] += l2
    }
    do {
      return try Cholesky(normal, size: size).solve((0..<size).map { gram[$0 * (size + 1) + size] })
    } catch {
      throw ModelError(.singular, "\(name): \(error)")
    }
  }

  /// The weights of the columns in use, by the triangular factor of [X y].
  static func solveByQR(_ rows: CentredRows) throws(ModelError) -> [Double] {
    var factor = TriangularFactor(columns: rows.columns.count + 1)
    rows.forEachBlock { factor.add($0) }
    do {
      return try factor.solution()
    } catch {
      throw ModelError(
        .singular,
        "\(name): column \(rows.columns[error.column]) depends on the columns before it, or there "
          + "are fewer rows than columns; leave it out or set l2 above 0")
    }
  }
}
