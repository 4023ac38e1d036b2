/// What a threshold on probabilities does to groups of customers.
///
/// The names of the rates are those of fairlearn's `MetricFrame`.
///
/// - Source: Hardt, Price & Srebro 2016, "Equality of opportunity in supervised
///   learning", NeurIPS, for the rates that should agree between groups.
package struct FairnessTable: Sendable, Hashable {
  /// A group of fewer rows says too little to be compared.
  package static let leastRows = 50

  /// The measures of one group.
  package struct Group: Sendable, Hashable {
    package var name: String
    package var count: Int
    /// The share with the outcome.
    package var baseRate: Double
    /// The share whose probability reaches the threshold.
    package var selectionRate: Double
    /// The share selected of those with the outcome; NaN where there are none.
    package var truePositiveRate: Double
    /// The share selected of those without it; NaN where there are none.
    package var falsePositiveRate: Double
    package var calibrationError: Double
    package var meanProbability: Double

    package var isSmall: Bool { count < FairnessTable.leastRows }
  }

  /// The greatest distance of two groups that are not small.
  package struct Difference: Sendable, Hashable {
    /// The rate: "selection_rate".
    package var measure: String
    /// 0 where fewer than two groups have it.
    package var value: Double
    /// The groups with the least and the most of it; nil where fewer than two have
    /// it.
    package var groups: [String]?
  }

  /// What the groups differ by: "gender".
  package let attribute: String
  package let threshold: Double
  /// The largest first.
  package let groups: [Group]
  package let differences: [Difference]

  /// Counts by group.
  ///
  /// - Parameters:
  ///   - attribute: what the groups differ by.
  ///   - names: the group of each row; nil where it is not known, which is a group
  ///     of its own, "(missing)".
  ///   - probabilities: of the outcome; not NaN.
  ///   - labels: whether it came.
  ///   - threshold: rows from this probability on are selected.
  /// - Precondition: as many names and labels as probabilities.
  package init(
    attribute: String, groups names: [String?], probabilities: [Double], labels: [Bool],
    threshold: Double
  ) {
    precondition(
      names.count == labels.count && probabilities.count == labels.count,
      "fairness: \(names.count) groups, \(probabilities.count) probabilities, \(labels.count) "
        + "labels")
    let members = Dictionary(grouping: names.indices) { names[$0] ?? "(missing)" }
    let groups = members.map { name, rows in
      Group(
        name: name, probabilities: rows.map { probabilities[$0] },
        labels: rows.map { labels[$0] }, threshold: threshold)
    }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    self.attribute = attribute
    self.threshold = threshold
    self.groups = groups
    let large = groups.filter { !$0.isSmall }
    differences = Self.measures.map { measure, rate in
      let ranked = large.filter { rate($0).isFinite }.sorted {
        (rate($0), $0.name) < (rate($1), $1.name)
      }
      guard ranked.count > 1, let least = ranked.first, let most = ranked.last else {
        return Difference(measure: measure, value: 0, groups: nil)
      }
      return Difference(
        measure: measure, value: rate(most) - rate(least), groups: [least.name, most.name])
    }
  }

  private static let measures: [(String, @Sendable (Group) -> Double)] = [
    ("selection_rate", { $0.selectionRate }),
    ("true_positive_rate", { $0.truePositiveRate }),
    ("false_positive_rate", { $0.falsePositiveRate }),
    ("ece", { $0.calibrationError }),
    ("mean_probability", { $0.meanProbability }),
  ]
}

extension FairnessTable.Group {
  init(name: String, probabilities: [Double], labels: [Bool], threshold: Double) {
    var counts = (selected: 0, positive: 0, truePositive: 0)
    for (probability, label) in zip(probabilities, labels) {
      let isSelected = probability >= threshold
      if isSelected { counts.selected += 1 }
      if label { counts.positive += 1 }
      if isSelected && label { counts.truePositive += 1 }
    }
    func rate(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(whole) }
    self.name = name
    count = labels.count
    baseRate = rate(counts.positive, count)
    selectionRate = rate(counts.selected, count)
    truePositiveRate = rate(counts.truePositive, counts.positive)
    falsePositiveRate = rate(counts.selected - counts.truePositive, count - counts.positive)
    calibrationError = ClassificationMetrics.expectedCalibrationError(
      probabilities: probabilities, labels: labels)
    meanProbability = probabilities.reduce(0, +) / Double(count)
  }
}
