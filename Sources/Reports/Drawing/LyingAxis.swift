import Evaluation

/// The frame of a chart of named rows: a horizontal axis below them.
struct LyingAxis {
  let scale: Scale
  let bottom: Double
  private(set) var marks = Markup()
  private let rowHeight: Double
  private let top: Double

  init(
    _ axis: FigureAxis, _ domain: ClosedRange<Double>, rows: Int, rowHeight: Double, left: Double,
    right: Double, top: Double, title: String = "", size: DrawingSize
  ) {
    let start = top + (title.isEmpty ? 0 : size.line * 1.2)
    let end = start + Double(rows) * rowHeight + 2
    let ticks = AxisTicks(in: domain, count: size.xTicks)
    let labels = ticks.labels(axis.format)
    // The last number may stand half outside of the axis.
    let overhang = labels.last.map { size.width(of: $0) / 2 } ?? 0
    scale = Scale(
      domain, from: left, to: max(left + 20, min(right, size.width - overhang)))
    self.rowHeight = rowHeight
    self.top = start
    bottom = end + size.line * (axis.label.isEmpty ? 1.35 : 2.35)
    marks += size.name(title, x: 0, y: top + size.font * 0.85)
    var free = -Double.infinity
    for (value, label) in zip(ticks.values, labels) {
      let place = scale(value)
      let style: Markup = value == 0 ? "zero" : "grid"
      marks += #"<path class="\#(style)" d="M\#(place) \#(start)V\#(end)"/>"#
      let half = size.width(of: label) / 2
      guard place - half >= free, place + half <= size.width else { continue }
      free = place + half + 4
      marks += size.text(label, x: place, y: end + size.line, anchor: .middle)
    }
    // The name stands below its axis, moved in where it would leave the drawing.
    let half = min(size.width, size.width(of: axis.label)) / 2
    let centre = min(max((scale.from + scale.to) / 2, half), size.width - half)
    marks += size.name(axis.label, x: centre, y: end + size.line * 2.05, anchor: .middle)
  }

  /// The vertical place of a row's middle.
  func middle(of row: Int) -> Double { top + (Double(row) + 0.5) * rowHeight }
}

/// The names of rows, right-aligned before them.
struct Names {
  /// The room that names take at most, in parts of the drawing.
  private static let share = 0.44

  let width: Double
  private let texts: [String]
  private let size: DrawingSize

  init(_ texts: [String], size: DrawingSize) {
    self.texts = texts
    self.size = size
    let widest = texts.map { size.width(of: $0) }.max() ?? 0
    width = min(widest, size.width * Self.share) + 7
  }

  func marks(_ row: Int, y: Double) -> Markup {
    size.text(
      texts[row], x: width - 7, y: y + size.font * 0.35, anchor: .end, room: width - 7,
      class: "t ink")
  }
}
