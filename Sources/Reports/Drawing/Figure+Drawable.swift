import Evaluation

extension Figure.Content {
  /// The content without what cannot be drawn, and how many values that were.
  ///
  /// Points, ends of bands and cells go where they are no number. Series that are
  /// shorter or longer than their categories are filled or cut.
  var drawable: (content: Figure.Content, omitted: Int) {
    switch self {
    case .lines(var chart):
      var omitted = 0
      for index in chart.lines.indices {
        let points = chart.lines[index].points
        chart.lines[index].points = points.filter { $0.x.isFinite && $0.y.isFinite }
          .map(\.withFiniteBand)
        omitted += points.count - chart.lines[index].points.count
      }
      chart.lines.removeAll { $0.points.isEmpty }
      return (.lines(chart), omitted)
    case .bars(var chart):
      let count = chart.categories.count
      for index in chart.series.indices {
        let values = chart.series[index].values.prefix(count)
        chart.series[index].values =
          values + [Double](repeating: .nan, count: count - values.count)
      }
      return (.bars(chart), chart.series.reduce(0) { $0 + $1.values.count { !$0.isFinite } })
    case .grid(var chart):
      var omitted = 0
      chart.values = chart.rows.indices.map { row in
        chart.columns.indices.map { column in
          guard chart.values.indices.contains(row), chart.values[row].indices.contains(column)
          else { return nil }
          let value = chart.values[row][column]
          if let value, !value.isFinite { omitted += 1 }
          return value
        }
      }
      return (.grid(chart), omitted)
    case .intervals(let chart):
      return (self, chart.rows.count { !$0.metric.value.isFinite })
    case .table: return (self, 0)
    }
  }

  /// Whether there is anything to draw.
  var isEmpty: Bool {
    switch self {
    case .lines(let chart): chart.lines.allSatisfy { $0.points.isEmpty }
    case .bars(let chart): !chart.series.contains { $0.values.contains(where: \.isFinite) }
    case .grid(let chart): !chart.values.joined().contains { $0?.isFinite == true }
    case .intervals(let chart): !chart.rows.contains { $0.metric.value.isFinite }
    case .table(let table): table.rows.isEmpty
    }
  }

  /// The drawing of what ``drawable`` gave; nil for a table.
  func drawing(_ size: DrawingSize) -> Drawing? {
    switch self {
    case .lines(let chart): LineDrawing(chart, size: size).drawing
    case .bars(let chart): BarDrawing(chart, size: size).drawing
    case .grid(let chart): GridDrawing(chart, size: size).drawing
    case .intervals(let chart): IntervalDrawing(chart, size: size).drawing
    case .table: nil
    }
  }
}

extension LineChart.Point {
  /// Without a band where one of its ends is no number.
  fileprivate var withFiniteBand: LineChart.Point {
    guard let low, let high, low.isFinite, high.isFinite else {
      return LineChart.Point(x: x, y: y)
    }
    return self
  }
}
