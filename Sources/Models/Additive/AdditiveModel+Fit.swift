package import Engine

/// A fitted additive model with the scores of its cross-validation.
package struct AdditiveFit: Sendable {
  package let model: AdditiveModel
  /// The log-odds of each training row by a model that was fitted without it.
  package let outOfFold: [Double]
}

extension AdditiveModel {
  /// Fits curves and pairs to the labels; all shapes are found from the data.
  ///
  /// - Parameters:
  ///   - columns: raw values; all have one value for each label.
  ///   - labels: 0 or 1, or a probability between.
  ///   - sampleWeights: the weight of each row, 1 by default.
  ///   - configuration: limits, folds and threads.
  ///   - cancellation: checked once an iteration.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneClass`, `shapeMismatch`, `outOfRange`, `notFinite`, `cancelled`.
  package static func fit(
    _ columns: [AdditiveColumn], labels: [Float], sampleWeights: [Float]? = nil,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> AdditiveModel {
    try AdditiveFitter(
      columns, labels, sampleWeights, configuration: configuration, cancellation: cancellation
    ).run(needsOutOfFold: false).model
  }

  /// Fits as `fit` does, and returns the out-of-fold scores too.
  ///
  /// - Parameters:
  ///   - columns: as for `fit`.
  ///   - labels: as for `fit`.
  ///   - sampleWeights: as for `fit`.
  ///   - groups: the group of each row; rows of one group share a fold.
  ///   - configuration: as for `fit`.
  ///   - cancellation: as for `fit`.
  /// - Returns: the model and a score of each row by a model fitted without its fold.
  /// - Throws: as `fit` does.
  package static func crossFit(
    _ columns: [AdditiveColumn], labels: [Float], sampleWeights: [Float]? = nil,
    groups: [Int64]? = nil, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil
  ) throws(ModelError) -> AdditiveFit {
    try AdditiveFitter(
      columns, labels, sampleWeights, groups: groups, configuration: configuration,
      cancellation: cancellation
    ).run(needsOutOfFold: true)
  }
}
