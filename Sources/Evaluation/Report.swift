/// One figure with its 95 % interval.
package struct Metric: Sendable, Hashable, Codable {
  package var value: Double
  /// The 2.5 % quantile of the bootstrap distribution.
  package var low: Double
  /// The 97.5 % quantile of the bootstrap distribution.
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// Figures in the order in which they are shown.
package struct MetricList: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  package var entries: [(name: String, metric: Metric)]

  package init(entries: [(name: String, metric: Metric)] = []) { self.entries = entries }

  package init(dictionaryLiteral elements: (String, Metric)...) {
    entries = elements.map { ($0.0, $0.1) }
  }

  package subscript(name: String) -> Metric? { entries.first { $0.name == name }?.metric }

  package static func == (lhs: MetricList, rhs: MetricList) -> Bool {
    lhs.entries.map(\.name) == rhs.entries.map(\.name)
      && lhs.entries.map(\.metric) == rhs.entries.map(\.metric)
  }

  package func hash(into hasher: inout Hasher) {
    for (name, metric) in entries {
      hasher.combine(name)
      hasher.combine(metric)
    }
  }
}

/// What an evaluation found, and how it was done.
package struct EvaluationReport: Sendable {
  package struct Seconds: Sendable, Codable {
    package var train: Double
    package var predict: Double

    package init(train: Double, predict: Double) {
      self.train = train
      self.predict = predict
    }
  }

  /// A model shown beside the one in use, such as a baseline.
  package struct Model: Sendable {
    package var name: String
    package var metrics: MetricList

    package init(name: String, metrics: MetricList) {
      self.name = name
      self.metrics = metrics
    }
  }

  package var task: String
  /// How training and test parts were made, in words.
  package var `protocol`: String
  package var trainCount: Int
  package var testCount: Int
  package var metrics: MetricList
  /// Baselines and parts, each alone, in the order in which they are shown.
  package var models: [Model]
  package var seconds: Seconds
  /// What a reader must know to read the figures right.
  package var notes: [String]

  package init(
    task: String, protocol: String, trainCount: Int, testCount: Int, metrics: MetricList,
    models: [Model], seconds: Seconds, notes: [String] = []
  ) {
    self.task = task
    self.protocol = `protocol`
    self.trainCount = trainCount
    self.testCount = testCount
    self.metrics = metrics
    self.models = models
    self.seconds = seconds
    self.notes = notes
  }

  /// The figure of that name of the model in use.
  package subscript(_ name: String) -> Metric? { metrics[name] }
}
