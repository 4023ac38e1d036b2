import Evaluation

/// Curves and tables of an evaluation of the bot.
struct SupportFigures {
  /// The points of a curve at most.
  private static let mostPoints = 100
  private static let bins = 10
  /// The rows of a table at most.
  private static let mostRows = 15

  private let inScope: [TestedText]
  /// All texts, those out of scope weighted by their assumed share.
  private let mixed: [TestedText]
  private let threshold: Double
  /// The names of the rows.
  private let intents: [String]

  init(inScope: [TestedText], mixed: [TestedText], threshold: Double, intents: [String]) {
    self.inScope = inScope
    self.mixed = mixed
    self.threshold = threshold
    self.intents = intents
  }

  /// All that there are texts for.
  var all: [Figure] { [selective, calibration, confusions, weakest].compactMap(\.self) }

  // MARK: - Curves

  /// The accuracy of the answers where only the surest part of the texts gets one.
  ///
  /// - Source: El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective
  ///   Classification", JMLR 11: the risk–coverage curve.
  private var selective: Figure? {
    guard inScope.count > 1 else { return nil }
    let sorted = inScope.sorted { $0.confidence > $1.confidence }
    let count = Double(sorted.count)
    var right = 0
    var points: [LineChart.Point] = []
    for (index, text) in sorted.enumerated() {
      right += text.isRight ? 1 : 0
      let kept = index + 1
      // Texts that are equally sure are answered together or not at all.
      guard kept == sorted.count || sorted[kept].confidence < text.confidence else { continue }
      let share = Double(kept) / count
      let isFar = share - (points.last?.x ?? 0) >= 1 / Double(Self.mostPoints)
      guard isFar || kept == sorted.count else { continue }
      points.append(LineChart.Point(x: share, y: Double(right) / Double(kept)))
    }
    let coverage = SupportMetrics.coverage(inScope, threshold: threshold)
    let accuracy = SupportMetrics.answeredAccuracy(inScope, threshold: threshold)
    let all = points.last?.y ?? 0
    return Figure(
      name: "selective-accuracy", title: "Answering only when sure",
      sentence: "As set, the bot answers \(percent(coverage)) of the texts in scope, and "
        + "\(percent(accuracy)) of these answers are right; answering all of them would leave "
        + "\(percent(all)) right.",
      content: .lines(
        LineChart(
          x: FigureAxis("share of texts answered, surest first", format: .percent, bounds: 0...1),
          y: FigureAxis("answers that are right", format: .percent),
          lines: [
            LineChart.Line(name: "in use", points: points),
            LineChart.Line(
              name: "as set", points: [LineChart.Point(x: coverage, y: accuracy)], style: .dots),
          ])))
  }

  /// Confidence against the share of right answers, in bins of equal weight.
  private var calibration: Figure? {
    let sorted = mixed.sorted { $0.confidence < $1.confidence }
    let total = sorted.reduce(0) { $0 + $1.weight }
    guard total > 0, sorted.count >= Self.bins else { return nil }
    var bins = [Bin](repeating: Bin(), count: Self.bins)
    var passed = 0.0
    for text in sorted {
      let bin = min(Self.bins - 1, Int((passed + text.weight / 2) / total * Double(Self.bins)))
      bins[bin].add(text)
      passed += text.weight
    }
    let points = bins.filter { $0.weight > 0 }.map(\.point)
    let error = SupportMetrics.calibrationError(mixed, bins: Self.bins)
    let widest = points.max { abs($0.x - $0.y) < abs($1.x - $1.y) }
    let most = widest.map { point in
      "; the widest gap is where it says \(percent(point.x)) and \(percent(point.y)) are right"
    }
    return Figure(
      name: "calibration", title: "Confidence against truth",
      sentence: "On average the stated confidence is \(tenths(error)) points away from the share "
        + "of answers that are right\(most ?? "").",
      content: .lines(
        LineChart(
          x: FigureAxis("stated confidence", format: .percent, bounds: 0...1),
          y: FigureAxis("answers that are right", format: .percent, bounds: 0...1),
          lines: [
            LineChart.Line(name: "in use", points: points, style: .dots),
            LineChart.Line(
              name: "perfect", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], style: .reference),
          ])))
  }

  /// Texts of similar confidence.
  private struct Bin {
    var weight = 0.0
    private var squares = 0.0
    private var confidence = 0.0
    private var right = 0.0

    mutating func add(_ text: TestedText) {
      weight += text.weight
      squares += text.weight * text.weight
      confidence += text.weight * text.confidence
      right += text.isRight ? text.weight : 0
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
        x: confidence / weight, y: share, low: min(share, ends.low), high: max(share, ends.high))
    }
  }

  // MARK: - Tables

  /// The intents that are taken for each other most often.
  private var confusions: Figure? {
    var counts: [Pair: Int] = [:]
    var occurring: [Int: Int] = [:]
    for text in inScope {
      guard let truth = text.truth else { continue }
      occurring[truth, default: 0] += 1
      if let said = text.predicted, said != truth {
        counts[Pair(truth: truth, said: said), default: 0] += 1
      }
    }
    guard !counts.isEmpty else { return nil }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let total = counts.values.reduce(0, +)
    let top = order[0]
    return Figure(
      name: "confusions", title: "Intents taken for others",
      sentence: "\(total) of \(inScope.count) texts got another intent than theirs; most often, "
        + "in \(top.value) cases, \(name(top.key.truth)) was taken for \(name(top.key.said))"
        + (order.count > Self.mostRows ? ". The first \(Self.mostRows) pairs are shown." : "."),
      content: .table(
        FigureTable(
          columns: ["Intent", "Taken for", "Texts", "Of the intent's"],
          rows: order.prefix(Self.mostRows).map { pair, count in
            [
              .text(name(pair.truth)), .text(name(pair.said)), .number(Double(count), decimals: 0),
              .percent(Double(count) / Double(occurring[pair.truth] ?? count)),
            ]
          })))
  }

  private struct Pair: Hashable, Comparable {
    var truth, said: Int

    static func < (left: Pair, right: Pair) -> Bool {
      (left.truth, left.said) < (right.truth, right.said)
    }
  }

  /// The intents named right least often.
  private var weakest: Figure? {
    var intervals: [(intent: Int, recall: Metric)] = []
    let byIntent = Dictionary(grouping: inScope) { $0.truth ?? -1 }
    for (intent, texts) in byIntent where intents.indices.contains(intent) {
      let right = texts.count { $0.predicted == intent }
      intervals.append((intent, Metric.proportion(right, of: texts.count)))
    }
    guard intervals.count > 2 else { return nil }
    intervals.sort {
      ($0.recall.value, $0.recall.high, $0.intent) < ($1.recall.value, $1.recall.high, $1.intent)
    }
    let perfect = intervals.count { $0.recall.value == 1 }
    return Figure(
      name: "weakest-intents", title: "Intents found least often",
      sentence: "\(perfect) of \(intervals.count) intents are named right for each of their texts; "
        + "\(name(intervals[0].intent)) for only \(percent(intervals[0].recall.value)) of its own.",
      content: .intervals(
        IntervalChart(
          axis: FigureAxis(
            "share of the intent's texts named right", format: .percent, bounds: 0...1),
          rows: intervals.prefix(Self.mostRows).map {
            IntervalChart.Row(name: name($0.intent), metric: $0.recall)
          })))
  }

  // MARK: - Words

  /// The intent's name; an intent that was never trained on has none.
  private func name(_ row: Int) -> String {
    intents.indices.contains(row) ? intents[row] : "an intent not trained on"
  }

  private func percent(_ share: Double) -> String { tenths(share) + "%" }

  /// Per cent with one decimal.
  private func tenths(_ share: Double) -> String { "\((share * 1000).rounded() / 10)" }
}
