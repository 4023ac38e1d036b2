import Engine

/// A model whose score is linear in the features.
protocol LinearModel {
  static var name: String { get }
  var weights: [Double] { get }
  var intercept: Double { get }
}

extension LinearModel {
  /// w·x + b for one row.
  ///
  /// - Precondition: `row` has one element for each weight.
  func linearScore(of row: [Float]) -> Double {
    precondition(
      row.count == weights.count,
      "\(Self.name): \(row.count) features, \(weights.count) weights")
    var sum = intercept
    for index in weights.indices { sum += weights[index] * Double(row[index]) }
    return sum
  }

  /// w·x + b for each row.
  ///
  /// - Precondition: `features` has one column for each weight.
  func linearScores(_ features: Tensor) -> [Double] {
    precondition(
      features.columns == weights.count,
      "\(Self.name): features \(features.shape), \(weights.count) weights")
    return (0..<features.rows).map { linearScore(of: features.row($0)) }
  }
}
