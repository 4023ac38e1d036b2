import Evaluation

/// The frame of a chart with two axes: where its parts stand, its numbers and names.
struct Axes {
  let size: DrawingSize
  let x: Scale
  let y: Scale
  /// The place below the numbers of the horizontal axis.
  let bottom: Double
  private(set) var marks = Markup()

  var left: Double { x.from }
  var right: Double { x.to }
  var plotTop: Double { y.to }
  var plotBottom: Double { y.from }

  /// Axes with numbers on both, below a legend that ends at `top`, with room for labels
  /// at the right.
  init(
    x: FigureAxis, _ xDomain: ClosedRange<Double>, y: FigureAxis, _ yDomain: ClosedRange<Double>,
    size: DrawingSize, top: Double, rightMargin: Double
  ) {
    let ticks = AxisTicks(in: xDomain, count: size.xTicks)
    let labels = ticks.labels(x.format)
    // The last number may stand half outside of the axis.
    let overhang = labels.last.map { size.width(of: $0) / 2 } ?? 0
    self.init(
      x.label, xDomain, y: y, yDomain, size: size, top: top,
      rightMargin: max(rightMargin, overhang))
    marks += xNumbers(ticks, labels)
  }

  /// Axes whose horizontal one has names, to be written by the caller; positions are
  /// from 0 to the number of names.
  init(
    names count: Int, label: String, y: FigureAxis, _ yDomain: ClosedRange<Double>,
    size: DrawingSize, top: Double
  ) {
    self.init(
      label, 0...Double(max(1, count)), y: y, yDomain, size: size, top: top, rightMargin: 4)
  }

  private init(
    _ xLabel: String, _ xDomain: ClosedRange<Double>, y: FigureAxis,
    _ yDomain: ClosedRange<Double>, size: DrawingSize, top: Double, rightMargin: Double
  ) {
    let ticks = AxisTicks(in: yDomain, count: size.yTicks)
    let labels = ticks.labels(y.format)
    let left = (labels.map { size.width(of: $0) }.max() ?? 0) + 6
    let plotTop = top + (y.label.isEmpty ? size.font * 0.5 : size.line * 1.35)
    let plotBottom = plotTop + size.plotHeight
    self.size = size
    self.x = Scale(xDomain, from: left, to: max(left + 20, size.width - rightMargin))
    self.y = Scale(yDomain, from: plotBottom, to: plotTop)
    bottom = plotBottom + size.line * (xLabel.isEmpty ? 1.35 : 2.35)
    marks += size.name(y.label, x: 0, y: top + size.font * 0.85)
    marks += size.name(
      xLabel, x: (self.x.from + self.x.to) / 2, y: bottom - size.line * 0.3, anchor: .middle)
    for (value, label) in zip(ticks.values, labels) {
      let place = self.y(value)
      let style: Markup = value == 0 ? "zero" : "grid"
      marks += #"<path class="\#(style)" d="M\#(left) \#(place)H\#(right)"/>"#
      marks += size.text(label, x: left - 6, y: place + size.font * 0.35, anchor: .end)
    }
  }

  private func xNumbers(_ ticks: AxisTicks, _ labels: [String]) -> Markup {
    var marks: Markup = #"<path class="axis" d="M\#(left) \#(plotBottom)H\#(right)"/>"#
    var free = -Double.infinity
    for (value, label) in zip(ticks.values, labels) {
      let place = x(value)
      marks += #"<path class="axis" d="M\#(place) \#(plotBottom)v4"/>"#
      let half = size.width(of: label) / 2
      guard place - half >= free else { continue }
      free = place + half + 4
      marks += size.text(label, x: place, y: plotBottom + size.line, anchor: .middle)
    }
    return marks
  }

  /// Marks of data, cut off at the frame with a little room for dots on it.
  func clipped(_ marks: Markup) -> Markup {
    let room = 5.0
    let (width, height) = (right - left + 2 * room, plotBottom - plotTop + 2 * room)
    return """
      <svg x="\(left - room)" y="\(plotTop - room)" width="\(width)" height="\(height)" \
      viewBox="\(left - room) \(plotTop - room) \(width) \(height)">\(marks)</svg>
      """
  }
}
