/// A row of features, and the number or class to learn from it.
package struct DenseExample: Sendable, Hashable {
  package let features: [Float]
  /// A number; of a class its index.
  package let target: Float

  package init(features: [Float], target: Float) {
    self.features = features
    self.target = target
  }
}
