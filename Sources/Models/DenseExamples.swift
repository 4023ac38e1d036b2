import Engine

/// Dense rows with targets and weights, checked once for every linear model.
struct DenseExamples {
  let features: Tensor
  let targets: [Float]
  let weights: [Double]
  let totalWeight: Double

  var count: Int { features.rows }

  var featureCount: Int { features.columns }

  /// Checks the sizes and numbers of a model's input.
  ///
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `notFinite`, naming `model`.
  init(
    _ features: Tensor, _ targets: [Float], _ sampleWeights: [Float]?, l2: Double, model: String
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
    guard features.isFinite && targets.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "\(model): a feature or label is NaN or infinite")
    }
    let weights =
      sampleWeights?.map { Double($0) } ?? [Double](repeating: 1, count: features.rows)
    guard weights.allSatisfy(\.isFinite) else {
      throw ModelError(.notFinite, "\(model): a sample weight is NaN or infinite")
    }
    guard weights.allSatisfy({ $0 >= 0 }) else {
      throw ModelError(.outOfRange, "\(model): a sample weight is negative")
    }
    let total = weights.reduce(0, +)
    guard total > 0 else {
      throw ModelError(.noData, "\(model): all sample weights are zero")
    }
    guard l2 >= 0 && l2.isFinite else {
      throw ModelError(.outOfRange, "\(model): l2 is \(l2), must be 0 or more")
    }
    self.features = features
    self.targets = targets
    self.weights = weights
    totalWeight = total
  }

  /// Calls `body` with the index and features of each row.
  ///
  /// The pointer is valid during the call only.
  func forEachRow(_ body: (Int, UnsafePointer<Float>) -> Void) {
    let columns = featureCount
    let empty: [Float] = [0]
    features.withUnsafeBufferPointer { values in
      empty.withUnsafeBufferPointer { empty in
        guard let base = values.baseAddress ?? empty.baseAddress else { return }
        for row in 0..<count { body(row, base + row * columns) }
      }
    }
  }
}

/// Σ wᵢxᵢ + intercept, in Double.
@inline(__always)
func linearScore(_ weights: [Double], _ intercept: Double, _ row: UnsafePointer<Float>) -> Double {
  var sum = intercept
  for index in weights.indices { sum += weights[index] * Double(row[index]) }
  return sum
}
