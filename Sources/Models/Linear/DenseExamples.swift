import Engine

/// Dense rows with targets and weights, checked once for every linear model.
struct DenseExamples {
  /// Rows in a pass that are together in the first-level cache.
  static let blockRows = 64
  /// Rows a thread takes at a time.
  static let chunkRows = 2048

  let features: Tensor
  let targets: [Float]
  /// The weight of each row; nil stands for ones.
  let sampleWeights: [Float]?
  let totalWeight: Double
  let threads: Int

  var count: Int { features.rows }

  var featureCount: Int { features.columns }

  /// Checks the sizes of a model's input, its targets and its weights.
  ///
  /// Features are left to `checkFeatures`, for that costs a pass over the rows.
  ///
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `notFinite`, naming `model`
  ///   and where the cause lies.
  init(
    _ features: Tensor, _ targets: [Float], _ sampleWeights: [Float]?, threads: Int = 1,
    model: String
  ) throws(ModelError) {
    guard features.shape.count == 2 else {
      throw ModelError(.shapeMismatch, "\(model): features of shape \(features.shape)")
    }
    guard features.rows > 0 else { throw ModelError(.noData, "\(model): no rows to learn from") }
    guard targets.count == features.rows else {
      throw ModelError(
        .shapeMismatch, "\(model): \(features.rows) rows but \(targets.count) labels")
    }
    guard sampleWeights.map({ $0.count == features.rows }) ?? true else {
      throw ModelError(
        .shapeMismatch,
        "\(model): \(features.rows) rows but \(sampleWeights?.count ?? 0) weights")
    }
    guard threads > 0 else {
      throw ModelError(.outOfRange, "\(model): threads is \(threads), must be above 0")
    }
    self.features = features
    self.targets = targets
    self.sampleWeights = sampleWeights
    self.threads = threads
    totalWeight =
      sampleWeights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(features.rows)
    try checkTargets(model)
  }

  /// The weight of a row.
  func weight(_ row: Int) -> Double { sampleWeights.map { Double($0[row]) } ?? 1 }

  /// The columns that hold one value in all rows that count.
  ///
  /// - Complexity: O(rows · constant columns), mostly: others drop out early.
  func constantColumns() -> [Int] {
    guard let first = (0..<count).first(where: { weight($0) > 0 }) else { return [] }
    return features.withUnsafeBufferPointer { values in
      var candidates = Array(0..<featureCount)
      for row in first..<count where !candidates.isEmpty && weight(row) > 0 {
        candidates.removeAll {
          values[row * featureCount + $0] != values[first * featureCount + $0]
        }
      }
      return candidates
    }
  }

  /// Whether a plane has all rows of label 1 on one side, and all of label 0 on
  /// the other.
  func isSeparated(by parameters: [Double]) -> Bool {
    var isSeparated = true
    forEachRow { row, features in
      guard isSeparated && weight(row) > 0 else { return }
      var score = parameters[featureCount]
      for column in 0..<featureCount { score += parameters[column] * Double(features[column]) }
      isSeparated = targets[row] == 1 ? score > 0 : targets[row] == 0 && score < 0
    }
    return isSeparated
  }

  /// Calls `body` with the index and features of each row.
  ///
  /// The pointer is valid during the call only.
  func forEachRow(_ body: (Int, UnsafePointer<Float>) -> Void) {
    withRows { rows in
      for row in 0..<count { body(row, rows + row * featureCount) }
    }
  }

  /// Calls `body` for blocks of rows with the derivatives of the loss of their
  /// scores, chunk by chunk on several threads.
  ///
  /// - Parameters:
  ///   - loss: the loss.
  ///   - parameters: the weights followed by the intercept.
  ///   - chunkSize: rows that one thread takes in order; the default suits sums
  ///     of one vector.
  ///   - curvatures: whether the second derivatives are wanted.
  ///   - body: called with the chunk, and the rows, first and second derivatives
  ///     of a block of it.
  /// - Returns: the sum of the weighted losses.
  func pass(
    _ loss: Kernels.ScoreLoss, _ parameters: [Double], chunkSize: Int = chunkRows,
    curvatures: Bool = false, _ body: @Sendable (_ chunk: Int, _ block: Block) -> Void
  ) -> Double {
    let columns = featureCount
    return withRows { rows in
      nonisolated(unsafe) let rows = rows
      return Parallel.sum(count: count, chunkSize: chunkSize, threads: threads) { chunk in
        var sum = 0.0
        var first = [Double](repeating: 0, count: Self.blockRows)
        var second = [Double](repeating: 0, count: curvatures ? Self.blockRows : 0)
        for start in stride(from: chunk.lowerBound, to: chunk.upperBound, by: Self.blockRows) {
          let length = min(Self.blockRows, chunk.upperBound - start)
          let block = rows + start * columns
          first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
              guard let scores = first.baseAddress else { return }
              Kernels.scores(
                scores, block, count: length, columns: columns, weights: parameters,
                intercept: parameters[columns])
              sum += evaluate(
                loss, scores, curvatures ? second.baseAddress : nil, start: start, length)
              body(
                chunk.lowerBound / chunkSize,
                Block(
                  rows: block, count: length, derivatives: UnsafePointer(scores),
                  curvatures: UnsafePointer(second.baseAddress)))
            }
          }
        }
        return sum
      }
    }
  }

  /// Rows of a pass with the derivatives of their losses.
  struct Block {
    let rows: UnsafePointer<Float>
    let count: Int
    let derivatives: UnsafePointer<Double>
    /// The second derivatives, if they were asked for.
    let curvatures: UnsafePointer<Double>?
  }

  private func evaluate(
    _ loss: Kernels.ScoreLoss, _ scores: UnsafeMutablePointer<Double>,
    _ curvatures: UnsafeMutablePointer<Double>?, start: Int, _ count: Int
  ) -> Double {
    targets.withUnsafeBufferPointer { targets in
      guard let targets = targets.baseAddress else { return 0 }
      guard let sampleWeights else {
        return Kernels.evaluate(
          loss, scores, curvatures: curvatures, targets: targets + start, weights: nil,
          count: count)
      }
      return sampleWeights.withUnsafeBufferPointer { weights in
        Kernels.evaluate(
          loss, scores, curvatures: curvatures, targets: targets + start,
          weights: weights.baseAddress.map { $0 + start }, count: count)
      }
    }
  }

  /// Calls `body` with the first row, also where rows have no columns.
  private func withRows<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    let empty: [Float] = [0]
    return features.withUnsafeBufferPointer { values in
      empty.withUnsafeBufferPointer { empty in
        guard let base = values.baseAddress ?? empty.baseAddress else {
          preconditionFailure("an array of one element has an address")
        }
        return body(base)
      }
    }
  }
}
