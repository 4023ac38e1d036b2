import Evaluation
import Wording

/// Draws named values with their intervals, one below the other.
///
/// - Source: W. S. Cleveland 1984, "Graphical methods for data presentation: full
///   scale breaks, dot charts, and multibased logging", The American Statistician
///   38(4).
struct IntervalDrawing {
  private let chart: IntervalChart
  private let size: DrawingSize

  init(_ chart: IntervalChart, size: DrawingSize) {
    self.chart = chart
    self.size = size
  }

  var drawing: Drawing {
    let names = Names(chart.rows.map(\.name), size: size)
    let texts = chart.rows.map { row in
      chart.axis.format == .percent
        ? percentage(row.metric.value) : display(row.metric.value, decimals: decimals)
    }
    let valueWidth = (texts.map { size.width(of: $0) }.max() ?? 0) + 12
    let frame = LyingAxis(
      chart.axis, domain, rows: chart.rows.count, rowHeight: size.line + 4, left: names.width + 4,
      right: size.width - valueWidth, top: 0, size: size)
    var marks = frame.marks
    for (index, row) in chart.rows.enumerated() {
      let y = frame.middle(of: index)
      marks += names.marks(index, y: y)
      marks += size.text(texts[index], x: size.width, y: y + size.font * 0.35, anchor: .end)
      guard row.metric.value.isFinite else { continue }
      if row.metric.hasInterval {
        let line: Markup = "M\(frame.scale(row.metric.low)) \(y)H\(frame.scale(row.metric.high))"
        marks += #"<path class="whisker s1" d="\#(line)"/>"#
      }
      let title = "\(row.name): \(display(row.metric, format: chart.axis.format))"
      marks += """
        <circle class="fill s1" cx="\(frame.scale(row.metric.value))" cy="\(y)" r="3.5">\
        <title>\(title)</title></circle>
        """
    }
    return Drawing(size: size, height: frame.bottom, marks: marks)
  }

  private var domain: ClosedRange<Double> {
    if let bounds = chart.axis.bounds {
      return Scale.domain(of: [bounds.lowerBound, bounds.upperBound])
    }
    let values = chart.rows.flatMap { [$0.metric.value, $0.metric.low, $0.metric.high] }
    return AxisTicks.loose(Scale.domain(of: values), count: size.xTicks)
  }

  /// Three digits of the greatest value.
  private var decimals: Int {
    let largest = chart.rows.lazy.map(\.metric.value).filter(\.isFinite).reduce(0) {
      max($0, abs($1))
    }
    return largest < 1 ? 3 : largest < 100 ? 2 : 0
  }
}
