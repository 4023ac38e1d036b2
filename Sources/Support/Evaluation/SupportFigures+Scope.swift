import Evaluation
import Wording

extension SupportFigures {
  /// In-scope accuracy against out-of-scope recall over all thresholds.
  var scopeCurve: Figure? {
    let curve = ScopeCurve(outcomes).points
    guard curve.count > 1 else { return nil }
    let once = outcomes.once
    let line = thinned(curve, to: 150) { $0.recall - $0.inScopeAccuracy }.map {
      LineChart.Point(x: $0.recall, y: $0.inScopeAccuracy)
    }
    let marks = findings.allPoints.indices.map { point in
      LineChart.Line(
        name: pointName(point),
        points: [
          LineChart.Point(
            x: outcomes.outOfScopeRecall(once, at: point),
            y: outcomes.inScopeAccuracy(once, at: point))
        ], style: .dots)
    }
    let accuracy = outcomes.accuracy(once)
    return Figure(
      name: "scope-curve", title: "Telling what is out of scope",
      sentence:
        "In \(percentage(outcomes.scopeAUROC(once))) of all pairs of a text in scope and one "
        + "out of scope, the first looks more in scope; where 95% of texts in scope pass, "
        + "\(percentage(outcomes.falseAcceptance(once))) of those out of scope pass too. Taking "
        + "none for out of scope would name \(percentage(accuracy)) of the intents.",
      content: .lines(
        LineChart(
          x: FigureAxis("texts out of scope told", format: .percent, bounds: 0...1),
          y: FigureAxis("texts in scope answered with the right intent", format: .percent),
          lines: [LineChart.Line(name: "thresholds", points: line)] + marks)))
  }

  /// The thresholds in steps of a twentieth of the recall.
  var scopeThresholds: Figure? {
    let curve = ScopeCurve(outcomes).points
    guard curve.count > 1 else { return nil }
    let rows = (0...20).compactMap { step in
      curve.first { $0.recall >= Double(step) / 20 - 1e-12 }
    }
    var latest: ScopeCurve.Point?
    let table = rows.compactMap { point -> [FigureTable.Cell]? in
      guard point != latest else { return nil }
      latest = point
      return [
        .number(point.threshold, decimals: 4), .percent(point.inScopeAccuracy),
        .percent(point.recall), .percent(point.precision), .percent(point.accuracy),
      ]
    }
    return Figure(
      name: "scope-thresholds", title: "Thresholds for texts out of scope",
      sentence: "A text whose out-of-scope score is above the threshold gets no answer; for each "
        + "twentieth of the texts out of scope, the threshold that tells so many at the least cost.",
      content: .table(
        FigureTable(
          columns: [
            "Threshold", "In-scope accuracy", "Out-of-scope recall", "Out-of-scope precision",
            "All taken rightly",
          ], rows: table)),
      group: Self.details)
  }

  /// The heading of what only the page has room for.
  static let details = "In detail"

  /// At most so many elements, first and last among them, evenly spread by a number
  /// that grows along them.
  private func thinned(
    _ points: [ScopeCurve.Point], to limit: Int, along position: (ScopeCurve.Point) -> Double
  ) -> [ScopeCurve.Point] {
    guard points.count > limit, let first = points.first, let last = points.last else {
      return points
    }
    let step = (position(last) - position(first)) / Double(limit - 1)
    var kept = [first]
    var due = position(first) + step
    for point in points.dropFirst().dropLast() where position(point) >= due {
      kept.append(point)
      due = position(point) + step
    }
    return kept + [last]
  }
}
