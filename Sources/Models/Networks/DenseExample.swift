package import Engine

/// A row of features, and the number or class to learn from it.
package struct DenseExample: TrainingExample, Hashable {
  package let features: [Float]
  /// A number; of a class its index.
  package let target: Float

  package init(features: [Float], target: Float) {
    self.features = features
    self.target = target
  }

  package func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(features)
    fingerprint.add(UInt64(target.bitPattern))
  }
}
