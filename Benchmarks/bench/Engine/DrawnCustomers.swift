import Engine
import Models

/// A million rows of 50 Gaussian features, and labels by a logistic regression of them.
struct DrawnCustomers {
  static let (rows, columns) = (1_000_000, 50)

  let features: Tensor
  let labels: [Float]

  /// Draws them and writes them to a folder.
  init(_ folder: ArrayFolder) throws {
    var generator = Xoshiro256StarStar(seed: 1)
    features = .normal([Self.rows, Self.columns], &generator)
    let truth = LogisticRegression(
      weights: (0..<Self.columns).map { _ in 0.3 * generator.normal() }, intercept: -0.5)
    labels = truth.probabilities(features).map { generator.uniform() < $0 ? 1 : 0 }
    try folder.write(features.values, shape: features.shape, as: "features")
    try folder.write(labels, shape: [Self.rows], as: "labels")
  }

  /// The features as the columns of an additive model.
  var columns: [AdditiveColumn] {
    features.withColumns { column, values in
      AdditiveColumn(name: "x\(column)", values: .numbers(values))
    }
  }
}

extension Tensor {
  fileprivate func withColumns<Result>(_ body: (Int, [Float]) -> Result) -> [Result] {
    let (values, width) = (values, shape[1])
    return (0..<width).map { column in
      body(column, stride(from: column, to: values.count, by: width).map { values[$0] })
    }
  }
}
