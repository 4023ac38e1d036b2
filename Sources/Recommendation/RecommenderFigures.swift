import Evaluation
import Wording

/// Curves and charts of an evaluation of the recommender.
struct RecommenderFigures {
  private static let mostPoints = 200
  /// The fewest distinct products that customers of a class have had.
  private static let classes = [1, 2, 4, 8, 16, 32]

  private let report: EvaluationReport
  private let whole: RankingTally
  /// How many distinct products each customer has had.
  private let known: [Int]
  private let seed: UInt64

  /// Takes the report with the metrics of all models, the lists of the model in use and
  /// one number for each of its customers.
  init(of report: EvaluationReport, whole: RankingTally, known: [Int], seed: UInt64) {
    self.report = report
    self.whole = whole
    self.known = known
    self.seed = seed
  }

  var all: [Figure] {
    [
      models(.ndcg, name: "models", title: "Models beside each other"),
      models(.newNDCG, name: "models-new", title: "The same on products new to the customer"),
      advantage, histories, exposure,
    ].compactMap(\.self)
  }

  // MARK: - Models

  /// A measure of the blend and of each model alone.
  private func models(_ measure: RankingMeasure, name: String, title: String) -> Figure? {
    let metric = measure.name(at: whole.k)
    guard let own = report.metrics[metric], !report.models.isEmpty else { return nil }
    let others = report.models.compactMap { model in
      model.metrics[metric].map { IntervalChart.Row(name: model.name, metric: $0) }
    }.sorted { $0.metric.value > $1.metric.value }
    guard let best = others.first else { return nil }
    return Figure(
      name: name, title: title,
      sentence:
        "The blend in use has an NDCG@\(whole.k) of \(grouped(own.value, decimals: 3)); the best "
        + "model alone, \(best.name), has \(grouped(best.metric.value, decimals: 3)).",
      content: .intervals(
        IntervalChart(
          axis: FigureAxis("NDCG@\(whole.k), 1 where all right products stand first"),
          rows: [IntervalChart.Row(name: "in use", metric: own)] + others)))
  }

  /// What the blend has over each model, on the same customers.
  private var advantage: Figure? {
    let metric = RankingMeasure.ndcg.name(at: whole.k)
    let rows = report.models.compactMap { model in
      model.differences.first { $0.name == metric }.map {
        IntervalChart.Row(name: model.name, metric: $0.difference.metric)
      }
    }.sorted { $0.metric.value < $1.metric.value }
    guard !rows.isEmpty else { return nil }
    let sure = rows.count { $0.metric.low > 0 }
    return Figure(
      name: "advantage", title: "What the blend has over each model",
      sentence: "On the same customers the blend is better than \(sure) of \(rows.count) models "
        + "beyond what chance explains: their intervals lie right of zero.",
      content: .intervals(
        IntervalChart(axis: FigureAxis("difference in NDCG@\(whole.k)"), rows: rows)))
  }

  // MARK: - Customers

  /// How good the lists are for customers of whom much or little is known.
  private var histories: Figure? {
    let values = whole[.ndcg]
    guard known.count == values.count else { return nil }
    var bars: [(name: String, customers: Int, metric: Metric)] = []
    for (index, least) in Self.classes.enumerated() {
      let next = index + 1 < Self.classes.count ? Self.classes[index + 1] : .max
      let members = known.indices.filter { known[$0] >= least && known[$0] < next }
      guard !members.isEmpty else { continue }
      let mean = Bootstrap.means(of: [members.map { values[$0] }], resamples: 1000, seed: seed)
      let name =
        next == .max ? "\(least)+" : next - 1 == least ? "\(least)" : "\(least)–\(next - 1)"
      bars.append((name, members.count, mean[0]))
    }
    guard bars.count > 1, let first = bars.first, let last = bars.last else { return nil }
    return Figure(
      name: "histories", title: "By what is known of the customer",
      sentence:
        "NDCG@\(whole.k) is \(grouped(first.metric.value, decimals: 3)) for "
        + "\(counted(first.customers, "customer")) who have had \(first.name) of the products and "
        + "\(grouped(last.metric.value, decimals: 3)) for \(grouped(last.customers)) who have had "
        + "\(last.name).",
      content: .bars(
        BarChart(
          label: "distinct products the customer has had", categories: bars.map { $0.name },
          y: FigureAxis("NDCG@\(whole.k)"),
          series: [
            BarChart.Series(
              name: "in use", values: bars.map { $0.metric.value },
              intervals: bars.map {
                min($0.metric.low, $0.metric.value)...max($0.metric.high, $0.metric.value)
              })
          ])))
  }

  // MARK: - Products

  /// How the places of the lists are shared among the products.
  ///
  /// - Source: Lorenz 1905, "Methods of Measuring the Concentration of Wealth",
  ///   with the most shown first.
  private var exposure: Figure? {
    let shown = whole.exposure.sorted(by: >)
    let total = shown.reduce(0, +)
    guard shown.count > 1, total > 0 else { return nil }
    let step = max(1, shown.count / Self.mostPoints)
    var points = [LineChart.Point(x: 0, y: 0)]
    var sum = 0
    var tenth = 0.0
    for (index, places) in shown.enumerated() {
      sum += places
      let share = Double(sum) / Double(total)
      if index + 1 == max(1, shown.count / 10) { tenth = share }
      if (index + 1).isMultiple(of: step) || index + 1 == shown.count {
        points.append(LineChart.Point(x: Double(index + 1) / Double(shown.count), y: share))
      }
    }
    return Figure(
      name: "exposure", title: "Who gets the places",
      sentence:
        "The tenth of the products that is shown most has \(percentage(tenth)) of all places; "
        + "\(percentage(1 - whole.coverage)) of the products are never shown.",
      content: .lines(
        LineChart(
          x: FigureAxis("share of the products, most shown first", format: .percent, bounds: 0...1),
          y: FigureAxis("share of the places", format: .percent, bounds: 0...1),
          lines: [
            LineChart.Line(name: "in use", points: points),
            LineChart.Line(
              name: "all alike", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)], style: .reference),
          ])))
  }
}
