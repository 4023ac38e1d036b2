import Evaluation
import Wording

/// Draws bars over categories: upright where their names fit below, else lying.
struct BarDrawing {
  private let chart: BarChart
  private let size: DrawingSize
  private let legend: Legend

  init(_ chart: BarChart, size: DrawingSize) {
    self.chart = chart
    self.size = size
    let entries = chart.series.enumerated().map { index, series in
      Legend.Entry(name: series.name, sign: .square, colour: Self.colour(of: index))
    }
    legend = Legend(chart.series.count > 1 ? entries : [], size: size)
  }

  var drawing: Drawing { step == nil ? lying : upright }

  private static func colour(of series: Int) -> Int { series % Palette.light.series.count + 1 }

  private var top: Double { legend.height + (legend.height > 0 ? 4 : 0) }

  /// Every how manieth name is written below upright bars; nil where they lie.
  private var step: Int? {
    let room = (size.width - 44) / Double(max(1, chart.categories.count))
    let widest = chart.categories.map { size.width(of: $0) }.max() ?? 0
    if widest + 5 <= room { return 1 }
    // Many short names are likely numbers, of which some may be left out.
    guard chart.categories.count > 14, widest <= 44, room * Double(chart.series.count) >= 3 else {
      return nil
    }
    return Int(((widest + 8) / room).rounded(.up))
  }

  /// With room for all bars and intervals, and for zero.
  private func domain(ticks: Int) -> ClosedRange<Double> {
    if let bounds = chart.y.bounds {
      return Scale.domain(of: [bounds.lowerBound, bounds.upperBound])
    }
    let values = chart.series.flatMap { series in
      series.values + series.intervals.flatMap { [$0.lowerBound, $0.upperBound] }
    }
    return AxisTicks.loose(Scale.domain(of: values + [0]), count: ticks)
  }

  // MARK: - Upright

  private var upright: Drawing {
    let domain = domain(ticks: size.yTicks)
    let axes = Axes(
      names: chart.categories.count, label: chart.label, y: chart.y, domain, size: size, top: top)
    let slot = axes.x(1) - axes.x(0)
    let width = min(34, slot * 0.78 / Double(max(1, chart.series.count)))
    let base = axes.y(min(max(0, domain.lowerBound), domain.upperBound))
    var data = Markup()
    for (place, series) in chart.series.enumerated() {
      for (category, value) in series.values.enumerated() where value.isFinite {
        let centre =
          axes.x(Double(category) + 0.5)
          + width * (Double(place) - Double(chart.series.count - 1) / 2)
        let end = axes.y(value)
        data += bar(
          x: centre - width / 2 + 0.5, y: min(base, end), width: width - 1,
          height: abs(end - base), place, category)
        if let ends = interval(of: series, category) {
          data +=
            #"<path class="ends" d="M\#(centre) \#(axes.y(ends.low))V\#(axes.y(ends.high))"/>"#
        }
      }
    }
    let names = stride(from: 0, to: chart.categories.count, by: step ?? 1).map { index in
      size.text(
        chart.categories[index], x: axes.x(Double(index) + 0.5),
        y: axes.plotBottom + size.line, anchor: .middle)
    }
    return Drawing(
      size: size, height: axes.bottom,
      marks: legend.marks(top: 0) + axes.marks + axes.clipped(data) + names.joined())
  }

  // MARK: - Lying

  private var lying: Drawing {
    let thickness = chart.series.count > 1 ? 7.0 : 11.0
    let row = max(size.line, thickness * Double(chart.series.count) + 5)
    let names = Names(chart.categories, size: size)
    let values = chart.series.count == 1 ? chart.series[0].values : []
    let texts = values.map { value in
      chart.y.format == .percent ? percentage(value) : display(value, decimals: 2)
    }
    let valueWidth = (texts.map { size.width(of: $0) }.max() ?? 0) + (texts.isEmpty ? 6 : 8)
    let frame = LyingAxis(
      chart.y, domain(ticks: size.xTicks), rows: chart.categories.count, rowHeight: row,
      left: names.width, right: size.width - valueWidth, top: top, title: chart.label, size: size)
    let scale = frame.scale
    let base = scale(min(max(0, scale.domain.lowerBound), scale.domain.upperBound))
    var marks = legend.marks(top: 0) + frame.marks
    for category in chart.categories.indices {
      let middle = frame.middle(of: category)
      marks += names.marks(category, y: middle)
      if texts.indices.contains(category) {
        marks += size.text(
          texts[category], x: size.width, y: middle + size.font * 0.35, anchor: .end)
      }
      for (place, series) in chart.series.enumerated() where series.values[category].isFinite {
        let y = middle + thickness * (Double(place) - Double(chart.series.count) / 2)
        let end = scale(series.values[category])
        marks += bar(
          x: min(base, end), y: y + 0.5, width: abs(end - base), height: thickness - 1, place,
          category)
        if let ends = interval(of: series, category) {
          let line: Markup = "M\(scale(ends.low)) \(y + thickness / 2)H\(scale(ends.high))"
          marks += #"<path class="ends" d="\#(line)"/>"#
        }
      }
    }
    return Drawing(size: size, height: frame.bottom, marks: marks)
  }

  // MARK: - Parts

  private func interval(of series: BarChart.Series, _ index: Int) -> (low: Double, high: Double)? {
    guard series.intervals.indices.contains(index) else { return nil }
    let range = series.intervals[index]
    guard range.lowerBound.isFinite, range.upperBound.isFinite else { return nil }
    return (range.lowerBound, range.upperBound)
  }

  private func bar(
    x: Double, y: Double, width: Double, height: Double, _ series: Int, _ category: Int
  ) -> Markup {
    let value = chart.series[series].values[category]
    let ends = interval(of: chart.series[series], category)
    let metric = Metric(value: value, low: ends?.low ?? value, high: ends?.high ?? value)
    let owner = chart.series.count > 1 ? chart.series[series].name + ", " : ""
    let title =
      "\(owner)\(chart.categories[category]): \(display(metric, format: chart.y.format))"
    return """
      <rect class="bar s\(Self.colour(of: series))" x="\(x)" y="\(y)" width="\(width)" \
      height="\(height)"><title>\(title)</title></rect>
      """
  }
}
