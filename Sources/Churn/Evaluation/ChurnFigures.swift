import Domain
package import Evaluation
import Features
import Models
import Wording

extension ChurnModel {
  /// Effects listed at the most; the strongest.
  private static let mostEffects = 20

  /// The curve of every measure, the grid of every pair and the strongest effects
  /// with their intervals.
  package var figures: [Figure] { [effects].compactMap(\.self) + curves + grids }

  private struct Named {
    var name: String
    var value: Double
    var error: Double
  }

  /// The highest and the lowest place of each curve, strongest first.
  private var effects: Figure? {
    var rows: [Named] = []
    for term in additive.terms where term.columns.count == 1 {
      let name = encoder.columns[term.columns[0]].name
      let points = additive.curve(of: term).filter { $0.value != 0 }
      let ends = [points.max { $0.value < $1.value }, points.min { $0.value < $1.value }]
      for point in ends.compactMap(\.self) {
        rows.append(
          Named(
            name: "\(name): \(text(of: point.place, measure: term.columns[0]))",
            value: point.value, error: point.standardError))
      }
    }
    rows.sort { (abs($1.value), $0.name) < (abs($0.value), $1.name) }
    guard let strongest = rows.first else { return nil }
    return Figure(
      name: "effects", title: "Strongest effects",
      sentence: "What each value adds to the log-odds of leaving, with its 95% interval; most does "
        + "\(strongest.name), which adds \(signed(strongest.value, decimals: 2)).",
      content: .intervals(
        IntervalChart(
          axis: FigureAxis("log-odds"),
          rows: rows.prefix(Self.mostEffects).map { row in
            IntervalChart.Row(
              name: row.name,
              metric: Metric(
                value: row.value, low: row.value - 1.96 * row.error,
                high: row.value + 1.96 * row.error))
          })))
  }

  private var curves: [Figure] {
    let terms = additive.terms.filter { $0.columns.count == 1 && $0.importance > 0 }
      .sorted { $0.importance > $1.importance }
    return terms.map { term in
      let measure = encoder.columns[term.columns[0]]
      let points = additive.curve(of: term)
      let line = points.filter(\.isOnLine)
      let alone = points.filter { !$0.isOnLine && !isEmpty($0) }
      let highest = points.max { $0.value < $1.value }
      let sentence =
        "Moves the log-odds by \(grouped(term.importance, decimals: 2)) on average; most for "
        + "leaving speaks "
        + (highest.map { text(of: $0.place, measure: term.columns[0]) } ?? "nothing")
        + " (\(signed(highest?.value ?? 0, decimals: 2)))."
      let content: Figure.Content
      if line.count > 1 {
        let own = LineChart.Line(
          name: measure.name, points: line.compactMap { Self.point($0, of: measure.name) })
        let spikes = alone.compactMap { Self.point($0, of: measure.name) }
        content = .lines(
          LineChart(
            x: FigureAxis(measure.name), y: FigureAxis("log-odds"),
            lines: [own]
              + (spikes.isEmpty
                ? [] : [LineChart.Line(name: "exactly", points: spikes, style: .dots)])))
      } else {
        content = .bars(
          BarChart(
            label: measure.name,
            categories: alone.map { text(of: $0.place, measure: term.columns[0]) },
            y: FigureAxis("log-odds"),
            series: [
              BarChart.Series(
                name: "log-odds", values: alone.map(\.value),
                intervals: alone.map {
                  ($0.value - 1.96 * $0.standardError)...($0.value + 1.96 * $0.standardError)
                })
            ]))
      }
      return Figure(
        name: "curve-\(term.columns[0])", title: measure.name, sentence: sentence,
        content: content, group: "What each measure does")
    }
  }

  private var grids: [Figure] {
    let terms = additive.terms.filter { $0.columns.count == 2 }
      .sorted { $0.importance > $1.importance }
    return terms.map { term in
      let names = term.columns.map { encoder.columns[$0].name }
      let grid = additive.grid(of: term)
      let width = grid.columns.count
      return Figure(
        name: "pair-\(term.columns[0])-\(term.columns[1])",
        title: names.joined(separator: " × "),
        sentence: "What the two together add beyond their own curves: "
          + "\(grouped(term.importance, decimals: 2)) on average.",
        content: .grid(
          GridChart(
            xLabel: names[1],
            columns: grid.columns.map { text(of: $0, measure: term.columns[1]) },
            yLabel: names[0],
            rows: grid.rows.map { text(of: $0, measure: term.columns[0]) },
            values: grid.rows.indices.map { row in
              (0..<width).map { grid.values[row * width + $0] }
            }, unit: "log-odds")),
        group: "What pairs of measures do")
    }
  }

  private static func point(
    _ point: AdditiveModel.CurvePoint, of measure: String
  ) -> LineChart.Point? {
    guard case .number(let x) = point.place else { return nil }
    return LineChart.Point(
      x: MeasureColumns.original(Double(x), of: measure), y: point.value,
      low: point.value - 1.96 * point.standardError,
      high: point.value + 1.96 * point.standardError)
  }

  /// A place no training row fell into.
  private func isEmpty(_ point: AdditiveModel.CurvePoint) -> Bool {
    point.value == 0 && (point.place == .missing || point.place == .otherLevels)
  }

  private func text(of place: AdditiveModel.Place, measure index: Int) -> String {
    let column = encoder.columns[index]
    func number(_ x: Float) -> String {
      brief(MeasureColumns.original(Double(x), of: column.name))
    }
    return switch place {
    case .number(let x): number(x)
    case .range(let range):
      range.lowerBound == -.infinity
        ? "below \(number(range.upperBound))"
        : range.upperBound == .infinity
          ? "from \(number(range.lowerBound))"
          : "\(number(range.lowerBound)) to \(number(range.upperBound))"
    case .levels(let codes):
      codes.map { column.label(of: $0) ?? "missing" }.joined(separator: ", ")
    case .otherLevels: "other"
    case .missing: "missing"
    }
  }
}
