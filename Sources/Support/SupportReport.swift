/// What an evaluation of the support bot measured.
package struct SupportReport: Sendable {
  /// One figure with its 95 % bootstrap interval.
  package struct Metric: Sendable, Hashable {
    package var name: String
    package var value: Double
    package var low: Double
    package var high: Double

    package init(name: String, value: Double, low: Double, high: Double) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// The figures of one model alone.
  package struct ModelMetrics: Sendable, Hashable {
    package var name: String
    package var metrics: [Metric]
  }

  package var task: String
  /// How the texts were split and tested, in a sentence or two.
  package var `protocol`: String
  package var trainCount: Int
  package var testCount: Int
  /// The figures of the whole model, in reading order.
  package var metrics: [Metric]
  /// Each leg alone, on the same texts.
  package var models: [ModelMetrics]
  package var trainSeconds: Double
  package var predictSeconds: Double

  /// The whole model's figure of that name.
  package subscript(_ name: String) -> Metric? { metrics.first { $0.name == name } }
}
