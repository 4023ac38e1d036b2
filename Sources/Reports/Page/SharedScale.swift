import Evaluation

/// One scale of values for all charts of a group, so that they can be compared.
struct SharedScale {
  /// Where the chart in the middle of the group has less than this part of the common
  /// scale, that scale is of no use to most.
  private static let leastShare = 0.12

  /// The charts as they are to be drawn.
  let contents: [Figure.Content]
  /// What the reader has to know of the scale.
  let note: String?

  /// Charts keep their own scales where they measure different things, where one has
  /// ends of its own, or where a few reach so far that most would be flat.
  init(_ figures: [Figure]) {
    let contents = figures.map { $0.content.withoutName($0.title) }
    let axes = contents.map(\.valueAxis)
    guard figures.count > 1, let first = axes[0],
      axes.allSatisfy({
        $0?.label == first.label && $0?.format == first.format && $0?.bounds == nil
      })
    else {
      self.contents = contents
      note = nil
      return
    }
    let ranges = contents.map { Scale.domain(of: $0.values) }
    let low = ranges.map(\.lowerBound).min() ?? 0
    let high = ranges.map(\.upperBound).max() ?? 1
    let spans = ranges.map { $0.upperBound - $0.lowerBound }.sorted()
    guard spans[spans.count / 2] >= Self.leastShare * (high - low) else {
      self.contents = contents.map { $0.withValueAxis(label: "", bounds: nil) }
      note =
        "The charts show \(first.label). Each has a scale of its own: mind the numbers at its side."
      return
    }
    let common = AxisTicks.loose(low...high, count: DrawingSize.small.yTicks)
    self.contents = contents.map { $0.withValueAxis(label: "", bounds: common) }
    note = "The charts show \(first.label), all on the same scale."
  }
}

extension Figure.Content {
  fileprivate var valueAxis: FigureAxis? {
    switch self {
    case .lines(let chart): chart.y
    case .bars(let chart): chart.y
    case .grid, .intervals, .table: nil
    }
  }

  /// What the common scale must hold; bands may leave it.
  fileprivate var values: [Double] {
    switch self {
    case .lines(let chart): chart.lines.flatMap { $0.points.map(\.y) }
    case .bars(let chart): chart.series.flatMap(\.values) + [0]
    case .grid, .intervals, .table: []
    }
  }

  fileprivate func withValueAxis(
    label: String, bounds: ClosedRange<Double>?
  ) -> Figure.Content {
    switch self {
    case .lines(var chart):
      (chart.y.label, chart.y.bounds) = (label, bounds)
      return .lines(chart)
    case .bars(var chart):
      (chart.y.label, chart.y.bounds) = (label, bounds)
      return .bars(chart)
    case .grid, .intervals, .table: return self
    }
  }

  /// Without the name of the other axis where the heading above says the same.
  fileprivate func withoutName(_ title: String) -> Figure.Content {
    switch self {
    case .lines(var chart) where chart.x.label == title:
      chart.x.label = ""
      return .lines(chart)
    case .bars(var chart) where chart.label == title:
      chart.label = ""
      return .bars(chart)
    default: return self
    }
  }
}
