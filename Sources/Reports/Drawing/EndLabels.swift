import Evaluation

/// The names of lines beside their ends, where there is room for them.
struct EndLabels {
  private static let mostLines = 5
  private static let gap = 6.0

  let width: Double
  private let lines: [LineChart.Line]
  private let size: DrawingSize
  /// How far below the top of the plot each name stands, in lengths of the axis.
  private let shares: [Double]

  /// - Returns: nil where a legend serves better: one line only, ends that are too
  ///   near each other or too far left, names that are too long.
  init?(
    _ lines: [LineChart.Line], _ x: ClosedRange<Double>, _ y: ClosedRange<Double>,
    size: DrawingSize
  ) {
    guard (2...Self.mostLines).contains(lines.count) else { return nil }
    let widest = lines.map { size.width(of: $0.name) }.max() ?? 0
    guard widest <= size.width * 0.26 else { return nil }
    let reach = x.lowerBound + 0.93 * (x.upperBound - x.lowerBound)
    var shares: [Double] = []
    for line in lines {
      guard let last = line.points.last, last.x >= reach, y.contains(last.y) else { return nil }
      shares.append((y.upperBound - last.y) / (y.upperBound - y.lowerBound))
    }
    let needed = size.line / size.plotHeight
    let sorted = shares.sorted()
    guard zip(sorted, sorted.dropFirst()).allSatisfy({ $1 - $0 >= needed }) else { return nil }
    width = widest + Self.gap
    self.lines = lines
    self.size = size
    self.shares = shares
  }

  func marks(_ colours: [Int], _ axes: Axes) -> Markup {
    lines.indices.map { index in
      let y = axes.plotTop + shares[index] * (axes.plotBottom - axes.plotTop)
      let style = lines[index].style == .reference ? "t" : "own s\(colours[index])"
      return size.text(
        lines[index].name, x: axes.right + Self.gap, y: y + size.font * 0.35, class: style)
    }.joined()
  }
}
