import Evaluation

/// A curve, chart or table of an evaluation as data.
///
/// `kind` says which of the other members there are: "lines" has x, y and lines;
/// "bars" label, categories, y and series; "grid" x_label, columns, y_label, rows,
/// values and unit; "intervals" axis and rows; "table" columns and rows.
struct FigureAnswer: Encodable {
  private let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  private enum Key: String, CodingKey {
    case name, title, sentence, group, kind
    case x, y, lines, label, categories, series, axis, columns, rows, values, unit
    case xLabel, yLabel
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(figure.name, forKey: .name)
    try container.encode(figure.title, forKey: .title)
    try container.encode(figure.sentence, forKey: .sentence)
    try container.encodeIfPresent(figure.group, forKey: .group)
    switch figure.content {
    case .lines(let chart):
      try container.encode("lines", forKey: .kind)
      try container.encode(Axis(chart.x), forKey: .x)
      try container.encode(Axis(chart.y), forKey: .y)
      try container.encode(chart.lines.map(Line.init), forKey: .lines)
    case .bars(let chart):
      try container.encode("bars", forKey: .kind)
      try container.encode(chart.label, forKey: .label)
      try container.encode(chart.categories, forKey: .categories)
      try container.encode(Axis(chart.y), forKey: .y)
      try container.encode(chart.series.map(Series.init), forKey: .series)
    case .grid(let chart):
      try container.encode("grid", forKey: .kind)
      try container.encode(chart.xLabel, forKey: .xLabel)
      try container.encode(chart.columns, forKey: .columns)
      try container.encode(chart.yLabel, forKey: .yLabel)
      try container.encode(chart.rows, forKey: .rows)
      try container.encode(
        chart.values.map { $0.map { JSONNumber($0 ?? .nan) } }, forKey: .values)
      try container.encode(chart.unit, forKey: .unit)
    case .intervals(let chart):
      try container.encode("intervals", forKey: .kind)
      try container.encode(Axis(chart.axis), forKey: .axis)
      try container.encode(chart.rows.map(Interval.init), forKey: .rows)
    case .table(let table):
      try container.encode("table", forKey: .kind)
      try container.encode(table.columns, forKey: .columns)
      try container.encode(table.rows.map { $0.map(Cell.init) }, forKey: .rows)
    }
  }

  private struct Axis: Encodable {
    let label: String
    /// "number", or "percent" for shares of one.
    let format: String
    let low, high: JSONNumber?

    init(_ axis: FigureAxis) {
      label = axis.label
      format = axis.format == .percent ? "percent" : "number"
      low = axis.bounds.map { JSONNumber($0.lowerBound) }
      high = axis.bounds.map { JSONNumber($0.upperBound) }
    }
  }

  private struct Line: Encodable {
    let name: String
    /// "line", "steps", "dots" or "reference".
    let style: String
    let points: [Point]

    init(_ line: LineChart.Line) {
      name = line.name
      style = "\(line.style)"
      points = line.points.map(Point.init)
    }
  }

  private struct Point: Encodable {
    let x, y: JSONNumber
    let low, high: JSONNumber?

    init(_ point: LineChart.Point) {
      (x, y) = (JSONNumber(point.x), JSONNumber(point.y))
      (low, high) = (point.low.map(JSONNumber.init), point.high.map(JSONNumber.init))
    }
  }

  private struct Series: Encodable {
    let name: String
    let values: [JSONNumber]
    /// One a value, or none.
    let low, high: [JSONNumber]?

    init(_ series: BarChart.Series) {
      name = series.name
      values = series.values.map(JSONNumber.init)
      let intervals = series.intervals
      low = intervals.isEmpty ? nil : intervals.map { JSONNumber($0.lowerBound) }
      high = intervals.isEmpty ? nil : intervals.map { JSONNumber($0.upperBound) }
    }
  }

  private struct Interval: Encodable {
    let name: String
    let value, low, high: JSONNumber

    init(_ row: IntervalChart.Row) {
      name = row.name
      value = JSONNumber(row.metric.value)
      (low, high) = (JSONNumber(row.metric.low), JSONNumber(row.metric.high))
    }
  }

  /// Text, a number or null.
  private struct Cell: Encodable {
    let cell: FigureTable.Cell

    init(_ cell: FigureTable.Cell) { self.cell = cell }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch cell {
      case .text(let text): try container.encode(text)
      case .number(let value, decimals: _), .percent(let value):
        try container.encode(JSONNumber(value))
      case .none: try container.encodeNil()
      }
    }
  }
}
