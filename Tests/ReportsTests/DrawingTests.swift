import Evaluation
import Testing

@testable import Reports

@Suite struct DrawingTests {
  private func line(_ name: String, _ values: [Double], _ style: LineChart.Style = .line)
    -> LineChart.Line
  {
    LineChart.Line(
      name: name,
      points: values.enumerated().map { LineChart.Point(x: Double($0), y: $1) }, style: style)
  }

  private func chart(_ lines: [LineChart.Line]) -> LineChart {
    LineChart(x: FigureAxis("x"), y: FigureAxis("y"), lines: lines)
  }

  private func texts(_ drawing: Drawing) -> [String] {
    drawing.marks.text.matches(of: #/>([^<>]+)</text>/#).map { String($0.1) }
  }

  // MARK: - Lines

  @Test func `names stand at the ends of lines where they have room there`() {
    let drawing = LineDrawing(
      chart([line("upper", [0, 5, 9]), line("lower", [0, 1, 2])]), size: .regular
    ).drawing
    #expect(drawing.marks.text.contains("class=\"own s1\""))
    #expect(drawing.marks.text.contains("class=\"own s2\""))
  }

  @Test func `lines that meet at their ends have a legend above`() throws {
    let drawing = LineDrawing(
      chart([line("upper", [0, 5, 9]), line("lower", [0, 1, 9])]), size: .regular
    ).drawing
    #expect(!drawing.marks.text.contains("own s1"))
    #expect(texts(drawing).prefix(2) == ["upper", "lower"])
    let legend = try #require(drawing.marks.text.firstMatch(of: #/d="M0 ([0-9.]+)h13"/#))
    let top = try #require(drawing.marks.text.firstMatch(of: #/<svg x="[^"]*" y="([^"]*)"/#))
    #expect(try #require(Double(legend.1)) < #require(Double(top.1)), "it covers nothing")
  }

  @Test func `steps stay level from each point to the next, and their band with them`() {
    var steps = line("a", [1, 2], .steps)
    for index in steps.points.indices {
      (steps.points[index].low, steps.points[index].high) = (0, 3)
    }
    let text = LineDrawing(chart([steps]), size: .regular).drawing.marks.text
    #expect(text.contains(#/class="line s1" d="M[0-9.]+ [0-9.]+H[0-9.]+V[0-9.]+"/#))
    #expect(text.contains(#/class="band s1" d="M[0-9. ]+H[0-9.]+V[0-9.]+L[0-9. ]+V[0-9.]+H/#))
  }

  @Test func `a reference is dashed, below the others and takes no colour`() throws {
    let text = LineDrawing(
      chart([line("even", [0, 9], .reference), line("own", [0, 5])]), size: .regular
    ).drawing.marks.text
    let reference = try #require(text.firstRange(of: "class=\"ref ref-1\" d=\"M"))
    let own = try #require(text.firstRange(of: "class=\"line s1\" d=\"M"))
    #expect(reference.lowerBound < own.lowerBound)
  }

  // MARK: - Bars

  private func bars(_ names: [String], _ values: [Double]) -> Drawing {
    BarDrawing(
      BarChart(
        label: "names", categories: names, y: FigureAxis("y"),
        series: [.init(name: "a", values: values)]), size: .regular
    ).drawing
  }

  @Test func `bars lie where their names do not fit below them`() {
    let short = bars(["1", "2", "3"], [1, 2, 3])
    let long = bars(
      ["one of a very long name", "another of a long name", "third name"], [1, 2, 3])
    #expect(short.height > 216)
    #expect(long.height < 150)
    #expect(texts(long).contains("one of a very long name"))
  }

  @Test func `of many numbers below bars some are left out`() {
    let drawing = bars((1...60).map(String.init), (1...60).map(Double.init))
    let shown = texts(drawing)
    #expect(shown.contains("1") && !shown.contains("2"))
    #expect(drawing.marks.text.matches(of: #/<rect class="bar/#).count == 60)
  }

  @Test func `bars begin at zero and a missing one is not drawn`() {
    let text = bars(["a", "b", "c"], [2, -1, .nan]).marks.text
    let rects = text.matches(
      of: #/<rect class="bar s1" x="[^"]*" y="([^"]*)" width="[^"]*" height="([^"]*)"/#
    )
    .map { (y: Double($0.1) ?? 0, height: Double($0.2) ?? 0) }
    #expect(rects.count == 2)
    #expect(abs(rects[0].y + rects[0].height - rects[1].y) < 0.02)
    #expect(abs(rects[0].height - 2 * rects[1].height) < 0.02)
  }

  // MARK: - Grid and intervals

  @Test func `the colours of a grid say the sign and the size`() {
    let text = GridDrawing(
      GridChart(
        xLabel: "x", columns: ["a", "b"], yLabel: "y", rows: ["r", "s"],
        values: [[2, -1], [nil, 0]], unit: "log-odds"), size: .regular
    ).drawing.marks.text
    #expect(
      text.contains(#/class="positive"[^>]*fill-opacity="0.62"><title>r, a: 2.0000 log-odds/#))
    #expect(text.contains(#/class="negative"[^>]*fill-opacity="0.31"><title>r, b: −1.0000/#))
    #expect(text.contains(#/class="none"[^>]*><title>s, a: –/#))
    #expect(text.contains(">+2.0 log-odds<"))
  }

  @Test func `a long name is cut and whole in its title`() {
    let name = String(repeating: "a long name ", count: 9)
    let drawing = IntervalDrawing(
      IntervalChart(
        axis: FigureAxis("x"),
        rows: [.init(name: name, metric: Metric(value: 1, low: 0.5, high: 2))]), size: .regular
    ).drawing
    #expect(drawing.marks.text.contains("<title>\(name)</title>"))
    #expect(texts(drawing).contains { $0.hasSuffix("…") })
  }

  // MARK: - Scales

  @Test func `charts of a group have one scale unless most would be flat`() {
    func figure(_ values: [Double]) -> Figure {
      Figure(name: "a", title: "a", sentence: "", content: .lines(chart([line("a", values)])))
    }
    let shared = SharedScale([figure([0, 1]), figure([-2, 0.5])])
    #expect(shared.note?.contains("same scale") == true)
    for content in shared.contents {
      guard case .lines(let chart) = content else { continue }
      #expect(chart.y.bounds == -2...1)
    }
    let own = SharedScale([figure([0, 100]), figure([0, 1]), figure([0, 2])])
    #expect(own.note?.contains("a scale of its own") == true)
  }

  // MARK: - Little or odd data

  private static let odd: [Double] = [
    0, 1, -1, 1e300, -1e300, 1e-300, .nan, .infinity, .leastNonzeroMagnitude,
  ]

  @Test(arguments: [DrawingSize.regular, .small])
  func `any data are drawn within sane places`(size: DrawingSize) {
    for seed in UInt64(0)..<60 {
      var generator = SplitMix(seed: seed)
      for content in Self.contents(&generator) {
        let drawable = content.drawable.content
        guard !drawable.isEmpty, let drawing = drawable.drawing(size) else { continue }
        let text = drawing.element(label: "").text
        #expect(drawing.height > 0 && drawing.height < 4000, "seed \(seed)")
        #expect(Elements(of: text).defects == [], "seed \(seed)")
        for part in text.split(separator: "\"") {
          guard let number = Double(part) else { continue }
          #expect(abs(number) < 5000, "seed \(seed): \(number)")
        }
      }
    }
  }

  /// A chart of each kind with values out of the ordinary.
  private static func contents(_ generator: inout SplitMix) -> [Figure.Content] {
    func value() -> Double {
      let place = Int(generator.next() % 14)
      return place < odd.count ? odd[place] : generator.number(in: -3...3)
    }
    func values(_ most: UInt64) -> [Double] {
      (0..<(generator.next() % (most + 1))).map { _ in value() }
    }
    let lines = (0..<(generator.next() % 4)).map { index in
      LineChart.Line(
        name: "line \(index)",
        points: values(6).map { x in
          LineChart.Point(x: x, y: value(), low: value(), high: value())
        }, style: [.line, .steps, .dots, .reference][Int(generator.next() % 4)])
    }
    let names = values(20).map { "\($0)" }
    let axis = FigureAxis("axis", format: generator.next() % 2 == 0 ? .number : .percent)
    return [
      .lines(LineChart(x: axis, y: axis, lines: lines)),
      .bars(
        BarChart(
          label: "names", categories: names, y: axis,
          series: (0..<(generator.next() % 3)).map { index in
            .init(name: "series \(index)", values: values(22), intervals: [0...1])
          })),
      .grid(
        GridChart(
          xLabel: "x", columns: names, yLabel: "y", rows: values(5).map { "\($0)" },
          values: (0..<5).map { _ in values(20) }, unit: "u")),
      .intervals(
        IntervalChart(
          axis: axis,
          rows: names.map {
            .init(name: $0, metric: Metric(value: value(), low: value(), high: value()))
          })),
    ]
  }
}
