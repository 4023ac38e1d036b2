import Evaluation
import Features

extension ChurnModel {
  /// The model with another name for one level of a category; all scores stay.
  ///
  /// - Parameters:
  ///   - level: the value of an attribute as the model knows it.
  ///   - column: the attribute.
  ///   - name: unlike every other level of it.
  /// - Returns: nil where the model does not know the level.
  package func renaming(level: String, of column: String, to name: String) -> ChurnModel? {
    var record = record
    func renamed(_ distributions: [FeatureDistribution]) -> [FeatureDistribution] {
      distributions.map { $0.name == column ? $0.renaming(level: level, to: name) : $0 }
    }
    record.distributions = renamed(record.distributions)
    record.scoredDistributions = renamed(record.scoredDistributions)
    let encoder = encoder.renaming(level: level, of: column, to: name)
    guard record != self.record || encoder != self.encoder else { return nil }
    return ChurnModel(
      definition: definition, expectation: expectation, attributes: attributes, encoder: encoder,
      additive: additive, calibration: calibration, record: record)
  }
}
