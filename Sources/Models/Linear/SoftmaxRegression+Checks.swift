import Engine

extension SoftmaxRegression {
  static let name = "softmax regression"

  /// Checks sizes, numbers and settings of the input of a fit.
  static func validate(
    _ features: SparseMatrix, _ labels: [Int], _ classCount: Int, _ configuration: Configuration
  ) throws(ModelError) {
    try SparseExamples.check(features, labels, classCount, model: name)
    try FitSettings.check(penalty: configuration.l2, "l2", model: name)
    try FitSettings.check(
      maximumIterations: configuration.maximumIterations, tolerance: configuration.tolerance,
      model: name)
    guard configuration.threads > 0 else {
      throw ModelError(
        .outOfRange, "\(name): threads is \(configuration.threads), must be above 0")
    }
  }

  /// Whether the logit of each row's class is above all others of the row.
  func separates(_ features: SparseMatrix, _ labels: [Int]) -> Bool {
    let logits = logits(features)
    return labels.indices.allSatisfy { row in
      let logits = logits.row(row)
      return logits.indices.allSatisfy { $0 == labels[row] || logits[$0] < logits[labels[row]] }
    }
  }
}
