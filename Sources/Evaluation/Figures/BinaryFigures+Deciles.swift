import Wording

extension BinaryFigures {
  /// How many times more often than on average the outcome came in each tenth.
  package var lift: Figure? {
    let base = outcomes.baseRate
    let tenths = tenths
    guard base > 0, let top = tenths.first else { return nil }
    let shares = tenths.map { Metric.proportion($0.positives, of: $0.count) }
    return Figure(
      name: "lift", title: "Lift by tenth",
      sentence: "Of the 10% scored highest, \(roundPercentage(top.rate)) \(outcome), "
        + "\(grouped(top.rate / base, decimals: 1)) times the average of "
        + "\(roundPercentage(base)).",
      content: .bars(
        BarChart(
          label: "tenth of the \(rows), highest probability first",
          categories: tenths.indices.map { "\($0 + 1)" },
          y: FigureAxis("times the average"),
          series: [
            BarChart.Series(
              name: "lift", values: shares.map { $0.value / base },
              intervals: shares.map { ($0.low / base)...($0.high / base) })
          ])))
  }

  /// The share of all outcomes found by the share of rows looked at.
  package var gain: Figure? {
    let total = outcomes.positives.reduce(0, +)
    guard total > 0 else { return nil }
    let slices = outcomes.shares(100)
    let count = outcomes.count
    var point = LineChart.Point(x: 0, y: 0)
    var points = [point]
    for slice in slices where slice.count > 0 {
      point.x += slice.count / count
      point.y += slice.positives / total
      points.append(point)
    }
    let ideal = [(0, 0), (outcomes.baseRate, 1), (1, 1)].map { LineChart.Point(x: $0, y: $1) }
    let first = points.last { $0.x <= 0.2 + 0.5 / count } ?? point
    let half = points.first { $0.y >= 0.5 } ?? point
    return Figure(
      name: "gain", title: "Gain",
      sentence: "Among the \(roundPercentage(first.x)) scored highest are "
        + "\(roundPercentage(first.y)) of all who \(outcome); half of them are found among "
        + "\(roundPercentage(half.x)).",
      content: .lines(
        LineChart(
          x: FigureAxis(
            "share of the \(rows), highest first", format: .percent, bounds: 0...1),
          y: FigureAxis("share of those who \(outcome)", format: .percent, bounds: 0...1),
          lines: [
            LineChart.Line(name: name, points: points),
            LineChart.Line(name: "perfect", points: ideal, style: .reference),
            LineChart.Line(
              name: "chance", points: [LineChart.Point(x: 0, y: 0), LineChart.Point(x: 1, y: 1)],
              style: .reference),
          ])))
  }

  /// What each tenth holds, as a table.
  package var deciles: Figure? {
    let total = outcomes.positives.reduce(0, +)
    let tenths = tenths
    guard let top = tenths.first, let bottom = tenths.last else { return nil }
    let base = outcomes.baseRate
    var found = 0.0
    let table: [[FigureTable.Cell]] = tenths.enumerated().map { index, tenth in
      found += tenth.positives
      return [
        .number(Double(index + 1), decimals: 0), .number(tenth.count, decimals: 0),
        .percent(tenth.meanScore), .percent(tenth.rate),
        base > 0 ? .number(tenth.rate / base, decimals: 2) : .none,
        total > 0 ? .percent(found / total) : .none,
      ]
    }
    return Figure(
      name: "deciles", title: "Tenths by probability",
      sentence: "\(roundPercentage(top.rate)) of the highest tenth and "
        + "\(roundPercentage(bottom.rate)) of the lowest \(outcome).",
      content: .table(
        FigureTable(
          columns: [
            "tenth", rows, "mean probability", outcome, "lift", "share of all who \(outcome)",
          ], rows: table)))
  }
}
