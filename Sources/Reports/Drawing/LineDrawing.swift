import Evaluation
import Wording

/// Draws curves over a number, with their bands.
struct LineDrawing {
  private let chart: LineChart
  private let size: DrawingSize
  /// The number of each line's colour; that of a reference's pattern.
  private let colours: [Int]

  /// - Precondition: all points and bands are finite.
  init(_ chart: LineChart, size: DrawingSize) {
    self.chart = chart
    self.size = size
    var (lines, references) = (0, 0)
    colours = chart.lines.map { line in
      if line.style == .reference {
        references += 1
        return min(2, references)
      }
      lines += 1
      return (lines - 1) % Palette.light.series.count + 1
    }
  }

  var drawing: Drawing {
    let yDomain = yDomain
    let xDomain = xDomain
    let direct = EndLabels(chart.lines, xDomain, yDomain, size: size)
    let legend = Legend(direct == nil ? legendEntries : [], size: size)
    let axes = Axes(
      x: chart.x, xDomain, y: chart.y, yDomain, size: size,
      top: legend.height + (legend.height > 0 ? 4 : 0), rightMargin: direct?.width ?? 0)
    var data = Markup()
    // References below, then bands, then lines, the first on top.
    let order = chart.lines.indices.sorted { (rank($0), -$0) < (rank($1), -$1) }
    for index in order { data += band(chart.lines[index], colours[index], axes) }
    for index in order { data += marks(chart.lines[index], colours[index], axes) }
    var marks = legend.marks(top: 0) + axes.marks + axes.clipped(data)
    if let direct { marks += direct.marks(colours, axes) }
    return Drawing(size: size, height: axes.bottom, marks: marks)
  }

  private func rank(_ index: Int) -> Int { chart.lines[index].style == .reference ? 0 : 1 }

  private var xDomain: ClosedRange<Double> {
    if let bounds = chart.x.bounds {
      return Scale.domain(of: [bounds.lowerBound, bounds.upperBound])
    }
    let domain = Scale.domain(of: chart.lines.lazy.flatMap { $0.points.lazy.map(\.x) })
    guard chart.lines.contains(where: { $0.style == .dots }) else { return domain }
    // Dots and their whiskers keep off the numbers of the vertical axis.
    let room = (domain.upperBound - domain.lowerBound) * 0.04
    return (domain.lowerBound - room)...(domain.upperBound + room)
  }

  private var yDomain: ClosedRange<Double> {
    if let bounds = chart.y.bounds {
      return Scale.domain(of: [bounds.lowerBound, bounds.upperBound])
    }
    let values = chart.lines.lazy.flatMap { line in
      line.points.lazy.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] }
    }
    return AxisTicks.loose(Scale.domain(of: values), count: size.yTicks)
  }

  private var legendEntries: [Legend.Entry] {
    guard chart.lines.count > 1 else { return [] }
    return zip(chart.lines, colours).map { line, colour in
      let sign: Legend.Sign =
        switch line.style {
        case .line, .steps: .line
        case .dots: .dots
        case .reference: .reference
        }
      return Legend.Entry(name: line.name, sign: sign, colour: colour)
    }
  }

  private func band(_ line: LineChart.Line, _ colour: Int, _ axes: Axes) -> Markup {
    guard line.style == .line || line.style == .steps else { return "" }
    let ends = line.points.compactMap { point in
      if let low = point.low, let high = point.high { (point.x, low, high) } else { nil }
    }
    guard ends.count > 1 else { return "" }
    let upper = path(ends.map { ($0.0, $0.2) }, line.style, axes)
    let lower = path(ends.map { ($0.0, $0.1) }.reversed(), line.style, axes, isBackwards: true)
    return #"<path class="band s\#(colour)" d="M\#(upper)L\#(lower)Z"/>"#
  }

  private func marks(_ line: LineChart.Line, _ colour: Int, _ axes: Axes) -> Markup {
    let points = line.points.map { ($0.x, $0.y) }
    guard !points.isEmpty else { return "" }
    switch line.style {
    case .reference:
      return #"<path class="ref ref-\#(colour)" d="M\#(path(points, .line, axes))"/>"#
    case .line, .steps:
      guard points.count > 1 else { return dots(line, colour, axes) }
      return #"<path class="line s\#(colour)" d="M\#(path(points, line.style, axes))"/>"#
    case .dots:
      return #"<path class="thin s\#(colour)" d="M\#(path(points, .line, axes))"/>"#
        + dots(line, colour, axes)
    }
  }

  private func dots(_ line: LineChart.Line, _ colour: Int, _ axes: Axes) -> Markup {
    line.points.map { point in
      let (x, y) = (axes.x(point.x), axes.y(point.y))
      var marks = Markup()
      if let low = point.low, let high = point.high {
        marks += #"<path class="whisker s\#(colour)" d="M\#(x) \#(axes.y(low))V\#(axes.y(high))"/>"#
      }
      let interval = Metric(
        value: point.y, low: point.low ?? point.y, high: point.high ?? point.y)
      let at = chart.x.format == .percent ? percentage(point.x) : display(point.x)
      let title = "\(line.name), \(at): \(display(interval, format: chart.y.format))"
      return marks
        + #"<circle class="fill s\#(colour)" cx="\#(x)" cy="\#(y)" r="3">"#
        + "<title>\(title)</title></circle>"
    }.joined()
  }

  /// The points as a path without its first letter.
  private func path(
    _ points: [(Double, Double)], _ style: LineChart.Style, _ axes: Axes, isBackwards: Bool = false
  ) -> Markup {
    var result = Markup()
    for (index, (x, y)) in points.enumerated() {
      let place: Markup = "\(axes.x(x)) \(axes.y(y))"
      if index == 0 {
        result += place
      } else if style == .steps {
        result += isBackwards ? "V\(axes.y(y))H\(axes.x(x))" : "H\(axes.x(x))V\(axes.y(y))"
      } else {
        result += "L" + place
      }
    }
    return result
  }
}
