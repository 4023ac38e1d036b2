/// Metrics in the text format that Prometheus reads.
///
/// - Source: Prometheus documentation, "Exposition formats", text-based format,
///   version 0.0.4.
struct PrometheusText {
  static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case counter, gauge, histogram
  }

  struct Sample {
    var labels: [(name: String, value: String)]
    var value: Double

    init(_ labels: [(name: String, value: String)], _ value: Double) {
      self.labels = labels
      self.value = value
    }

    init(_ labels: [(name: String, value: String)], _ value: Int) {
      self.init(labels, Double(value))
    }
  }

  private(set) var text = ""

  /// Adds a family of samples; one without samples is left out.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    addHead(name, kind, help)
    for sample in samples { add(name, sample) }
  }

  /// Counts of observations up to each of some upper bounds.
  struct Histogram {
    var labels: [(name: String, value: String)]
    /// The upper bounds, ascending, and how many observations lie in each one's bucket; a last
    /// count is that of observations above all bounds.
    var bounds: [Double]
    var counts: [Int]
    var sum: Double
  }

  /// Adds a family of histograms.
  mutating func add(_ name: String, _ help: String, _ histograms: [Histogram]) {
    guard !histograms.isEmpty else { return }
    addHead(name, .histogram, help)
    for histogram in histograms {
      var total = 0
      for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
        total += count
        add(
          name + "_bucket",
          Sample(histogram.labels + [("le", Self.number(bound))], total))
      }
      add(name + "_sum", Sample(histogram.labels, histogram.sum))
      add(name + "_count", Sample(histogram.labels, total))
    }
  }

  private mutating func addHead(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escaped(help, quote: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func add(_ name: String, _ sample: Sample) {
    text += name
    if !sample.labels.isEmpty {
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quote: true))\"" }
      text += "{\(labels.joined(separator: ","))}"
    }
    text += " \(Self.number(sample.value))\n"
  }

  private static func escaped(_ text: String, quote: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quote: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int64(exactly: value).map(String.init) ?? String(value)
  }
}
