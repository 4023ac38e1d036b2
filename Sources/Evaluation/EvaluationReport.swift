/// What an evaluation found, and how it was done.
package struct EvaluationReport: Sendable {
  /// What training and prediction took.
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
    /// What the model in use has over this one on the same cases.
    package var differences: [Difference]
    /// The time it took alone, where that was measured.
    package var seconds: Seconds?
    /// The memory it holds to answer, where that is known.
    package var bytes: Int?

    package init(
      name: String, metrics: MetricList, differences: [Difference] = [], seconds: Seconds? = nil,
      bytes: Int? = nil
    ) {
      self.name = name
      self.metrics = metrics
      self.differences = differences
      self.seconds = seconds
      self.bytes = bytes
    }
  }

  /// The difference of two models by one metric.
  package struct Difference: Sendable, Hashable {
    /// The metric's name.
    package var name: String
    package var difference: PairedDifference

    package init(metric name: String, _ difference: PairedDifference) {
      self.name = name
      self.difference = difference
    }
  }

  /// One setting of one model that was tried on the validation part.
  package struct Trial: Sendable, Hashable {
    package var model: String
    /// What was set, in words: "regularisation 300, half-life 3 events".
    package var setting: String
    /// The metric by which settings are chosen, greater being better.
    package var metric: String
    package var value: Double
    package var isChosen: Bool

    package init(model: String, setting: String, metric: String, value: Double, isChosen: Bool) {
      self.model = model
      self.setting = setting
      self.metric = metric
      self.value = value
      self.isChosen = isChosen
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
  /// The memory the model in use holds to answer, where that is known.
  package var bytes: Int?
  /// The settings tried, model by model, in the order of trying.
  package var search: [Trial]
  /// Curves and tables, in the order in which they are shown.
  package var figures: [Figure]
  /// What a reader must know to read the figures right.
  package var notes: [String]

  package init(
    task: String, protocol: String, trainCount: Int, testCount: Int, metrics: MetricList,
    models: [Model], seconds: Seconds, bytes: Int? = nil, search: [Trial] = [],
    figures: [Figure] = [], notes: [String] = []
  ) {
    self.task = task
    self.protocol = `protocol`
    self.trainCount = trainCount
    self.testCount = testCount
    self.metrics = metrics
    self.models = models
    self.seconds = seconds
    self.bytes = bytes
    self.search = search
    self.figures = figures
    self.notes = notes
  }

  /// The figure of that name of the model in use.
  package subscript(_ name: String) -> Metric? { metrics[name] }
}
