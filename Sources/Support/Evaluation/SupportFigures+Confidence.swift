import Evaluation
import Wording

extension SupportFigures {
  /// The points of a curve at most.
  private static let mostPoints = 100

  /// The accuracy of the answers where only the surest part of the texts gets one.
  ///
  /// - Source: El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective
  ///   Classification", JMLR 11: the risk–coverage curve.
  var selective: Figure? {
    let count = Double(outcomes.inScopeCount)
    guard count > 1 else { return nil }
    var kept = 0.0
    var right = 0
    var points: [LineChart.Point] = []
    for group in outcomes.surest {
      right += group.count { outcomes.rows[$0].isRight }
      kept += Double(group.count)
      let share = kept / count
      let isFar = share - (points.last?.x ?? 0) >= 1 / Double(Self.mostPoints)
      guard isFar || kept == count else { continue }
      points.append(LineChart.Point(x: share, y: Double(right) / kept))
    }
    let once = outcomes.once
    let most = [0.95, 0.9, 0.8].map { percentage(outcomes.selectiveAccuracy(once, coverage: $0)) }
    return Figure(
      name: "selective-accuracy", title: "Answering only when sure",
      sentence: "Of the 95%, 90% and 80% of texts in scope that it is surest of, \(most[0]), "
        + "\(most[1]) and \(most[2]) are answered rightly; answering all would leave "
        + "\(percentage(points.last?.y ?? 0)) right.",
      content: .lines(
        LineChart(
          x: FigureAxis("share of texts answered, surest first", format: .percent, bounds: 0...1),
          y: FigureAxis("answers that are right", format: .percent),
          lines: [LineChart.Line(name: "in use", points: points)]
            + findings.presets.enumerated().map { place, name in
              LineChart.Line(
                name: name,
                points: [
                  LineChart.Point(
                    x: outcomes.coverage(once, at: place),
                    y: outcomes.answeredAccuracy(once, at: place))
                ], style: .dots)
            })))
  }

  /// The probability of the likeliest intent against truth, before and after the
  /// temperature.
  var reliability: Figure? {
    guard outcomes.inScopeCount > 0 else { return nil }
    let inScope = outcomes.rows.filter(\.isInScope)
    let once = outcomes.once
    let before = outcomes.calibrationError(once, of: \.uncalibrated)
    let after = outcomes.calibrationError(once, of: \.calibrated)
    return Figure(
      name: "reliability", title: "Probability against truth",
      sentence: "The probability of the likeliest intent is on average \(hundredths(after)) points "
        + "away from the share that is right; before calibration it was \(hundredths(before)) "
        + "(fifteen bins of equal width, texts in scope).",
      content: chart(
        x: "probability of the likeliest intent", y: "texts whose likeliest intent is right",
        lines: [
          (
            "calibrated",
            points(inScope.map { ($0.calibrated.probability, $0.calibrated.isRight, 1) })
          ),
          (
            "before",
            points(inScope.map { ($0.uncalibrated.probability, $0.uncalibrated.isRight, 1) })
          ),
        ]))
  }

  /// The stated confidence against truth, texts out of scope by their assumed
  /// share.
  var confidence: Figure? {
    guard !outcomes.rows.isEmpty else { return nil }
    let weights = outcomes.assuming(
      outOfScopeShare: findings.configuration.outOfScopeShare, outcomes.once)
    let points = points(
      zip(outcomes.rows, weights).map { ($0.confidence, $0.isRight, $1) })
    let widest = points.max { abs($0.x - $0.y) < abs($1.x - $1.y) }
    let most = widest.map { point in
      "; the widest gap is where it says \(percentage(point.x)) and \(percentage(point.y)) are "
        + "right"
    }
    return Figure(
      name: "calibration", title: "Confidence against truth",
      sentence: "On average the stated confidence is "
        + "\(hundredths(outcomes.confidenceError(weights))) points away from the share of answers "
        + "that are right\(most ?? "").",
      content: chart(
        x: "stated confidence", y: "answers that are right", lines: [("in use", points)]))
  }

  private func chart(
    x: String, y: String, lines: [(name: String, points: [LineChart.Point])]
  ) -> Figure.Content {
    .lines(
      LineChart(
        x: FigureAxis(x, format: .percent, bounds: 0...1),
        y: FigureAxis(y, format: .percent, bounds: 0...1),
        lines: lines.map { LineChart.Line(name: $0.name, points: $0.points, style: .dots) } + [
          LineChart.Line(
            name: "perfect", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], style: .reference)
        ]))
  }

  /// Per cent with two decimals.
  private func hundredths(_ share: Double) -> String {
    grouped(100 * share, decimals: 2)
  }

  /// The mean and the share that came true of each bin of equal width.
  private func points(
    _ told: [(probability: Double, isRight: Bool, weight: Double)]
  ) -> [LineChart.Point] {
    var bins = [ProbabilityBin](repeating: ProbabilityBin(), count: TextOutcomes.bins)
    for text in told where text.weight > 0 {
      bins[TextOutcomes.bin(of: text.probability)].add(
        text.probability, isRight: text.isRight, weight: text.weight)
    }
    return bins.filter { $0.weight > 0 }.map(\.point)
  }
}

/// Texts of similar probability.
private struct ProbabilityBin {
  var weight = 0.0
  private var squares = 0.0
  private var told = 0.0
  private var right = 0.0

  mutating func add(_ probability: Double, isRight: Bool, weight: Double) {
    self.weight += weight
    squares += weight * weight
    told += weight * probability
    right += isRight ? weight : 0
  }

  /// With the interval of as many texts of equal weight as tell as much.
  ///
  /// - Source: Kish 1965, "Survey Sampling": the effective sample size.
  var point: LineChart.Point {
    let share = right / weight
    let trials = Int((weight * weight / squares).rounded())
    let ends = Metric.proportion(
      min(trials, Int((share * Double(trials)).rounded())), of: trials)
    return LineChart.Point(
      x: told / weight, y: share, low: min(share, ends.low), high: max(share, ends.high))
  }
}
