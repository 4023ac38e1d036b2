import Evaluation

/// Draws values over two sets of categories, one colour above zero and one below.
struct GridDrawing {
  private let chart: GridChart
  private let size: DrawingSize
  private let limit: Double
  private let names: Names
  private let cellWidth, cellHeight: Double

  init(_ chart: GridChart, size: DrawingSize) {
    self.chart = chart
    self.size = size
    let values = chart.values.joined().compactMap(\.self).filter(\.isFinite)
    limit = values.reduce(0) { max($0, abs($1)) }
    names = Names(chart.rows, size: size)
    cellWidth = (size.width - names.width - 1) / Double(max(1, chart.columns.count))
    cellHeight = min(30, max(size.line + 3, cellWidth * 0.7))
  }

  var drawing: Drawing {
    let top = size.line * 1.2
    var marks = size.name(chart.yLabel, x: 0, y: size.font * 0.85)
    for row in chart.rows.indices {
      let y = top + Double(row) * cellHeight
      marks += names.marks(row, y: y + cellHeight / 2)
      for column in chart.columns.indices {
        marks += cell(row, column, x: names.width + Double(column) * cellWidth, y: y)
      }
    }
    let end = top + Double(chart.rows.count) * cellHeight
    let (labels, height) = columnNames(top: end)
    let labelled = end + height + size.line
    marks += labels
    marks += size.name(
      chart.xLabel, x: names.width + (size.width - names.width) / 2, y: labelled - size.font * 0.3,
      anchor: .middle)
    marks += key(top: labelled + 6)
    return Drawing(size: size, height: labelled + 6 + size.line, marks: marks)
  }

  private func cell(_ row: Int, _ column: Int, x: Double, y: Double) -> Markup {
    let place: Markup = """
      x="\(x + 0.5)" y="\(y + 0.5)" width="\(cellWidth - 1)" height="\(cellHeight - 1)"
      """
    let name = "\(chart.rows[row]), \(chart.columns[column])"
    guard let value = chart.values[row][column], value.isFinite else {
      return "<rect class=\"none\" \(place)><title>\(name): –</title></rect>"
    }
    var marks: Markup = """
      <rect class="\(style(value))" \(place) fill-opacity="\(opacity(value))">\
      <title>\(name): \(display(value)) \(chart.unit)</title></rect>
      """
    let text = display(value, decimals: decimals)
    // One font for all cells: where the widest does not fit, none is written.
    if widestText + 4 <= cellWidth {
      marks += size.text(
        text, x: x + cellWidth / 2, y: y + cellHeight / 2 + size.font * 0.35, anchor: .middle,
        class: "t ink")
    }
    return marks
  }

  private var widestText: Double { size.width(of: display(-limit, decimals: decimals)) }

  /// Two digits of the greatest value.
  private var decimals: Int { limit < 1 ? 2 : limit < 10 ? 1 : 0 }

  private func style(_ value: Double) -> Markup { value < 0 ? "negative" : "positive" }

  private func opacity(_ value: Double) -> Double {
    limit > 0 ? Palette.strongest * abs(value) / limit : 0
  }

  /// The names below their columns; aslant where they are too long to lie.
  private func columnNames(top: Double) -> (marks: Markup, height: Double) {
    let widest = chart.columns.map { size.width(of: $0) }.max() ?? 0
    func centre(_ column: Int) -> Double { names.width + (Double(column) + 0.5) * cellWidth }
    if widest + 4 <= cellWidth {
      let marks = chart.columns.enumerated().map { column, name in
        size.text(name, x: centre(column), y: top + size.line, anchor: .middle)
      }
      return (marks.joined(), size.line + 2)
    }
    let room = min(widest, 96)
    let marks = chart.columns.enumerated().map { column, name in
      let (x, y) = (centre(column) + 4, top + size.font)
      let text = size.text(name, x: 0, y: 0, anchor: .end, room: room)
      return #"<g transform="translate(\#(x) \#(y)) rotate(-40)">\#(text)</g>"# as Markup
    }
    // The sine of 40 degrees, and the height of the letters.
    return (marks.joined(), room * 0.643 + size.line)
  }

  /// What the colours mean.
  private func key(top: Double) -> Markup {
    guard limit > 0 else { return "" }
    let swatch = 16.0
    let low = display(-limit, decimals: decimals)
    let high = "+" + display(limit, decimals: decimals) + " " + chart.unit
    let y = top + size.font * 0.85
    var x = names.width
    var marks = size.text(low, x: x, y: y)
    x += size.width(of: low) + 6
    for step in -3...3 {
      let value = limit * Double(step) / 3
      marks += """
        <rect class="\(style(value))" x="\(x)" y="\(top)" width="\(swatch)" \
        height="\(size.font)" fill-opacity="\(opacity(value))"/>
        """
      x += swatch
    }
    marks += """
      <rect class="frame" x="\(x - 7 * swatch)" y="\(top)" width="\(7 * swatch)" \
      height="\(size.font)"/>
      """
    return marks + size.text(high, x: x + 6, y: y, room: size.width - x - 6)
  }
}
