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

  /// The metric of a name; nil where there is none.
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
