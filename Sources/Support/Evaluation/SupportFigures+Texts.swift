import Evaluation
import Wording

extension SupportFigures {
  // MARK: - Learning curve

  /// Accuracy over the texts an intent was learned from.
  var learningCurve: Figure? {
    let points = findings.curve.points
    guard let full = points.last(where: { $0.size == .share(1) }), full.tested > 0 else {
      return nil
    }
    let folds = Double(full.tested) / Double(outcomes.inScopeCount)
    let intents = Double(max(1, findings.intents.count))
    func chartPoint(_ point: LearningCurve.Point) -> LineChart.Point {
      let share = Metric.proportion(point.right, of: point.tested)
      return LineChart.Point(
        x: Double(point.trained) / Double(full.trained), y: share.value, low: share.low,
        high: share.high)
    }
    var names: [String] = []
    for point in points where !names.contains(point.model) { names.append(point.model) }
    let lines = names.map { name in
      LineChart.Line(
        name: name,
        points: points.filter { $0.model == name }.map(chartPoint).sorted { $0.x < $1.x },
        style: .dots)
    }
    let perIntent = Double(full.trained) / max(1, folds.rounded()) / intents
    return Figure(
      name: "learning-curve", title: "More texts",
      sentence: Self.sentence(points, full: full)
        + " All of them are \(grouped(perIntent, decimals: 1)) an intent on average.",
      content: .lines(
        LineChart(
          x: FigureAxis(
            "share of the training texts learned from", format: .percent, bounds: 0...1),
          y: FigureAxis("accuracy", format: .percent), lines: lines)))
  }

  private static func sentence(
    _ points: [LearningCurve.Point], full: LearningCurve.Point
  ) -> String {
    func told(_ size: LearningCurve.Size) -> String? {
      points.first { $0.size == size && $0.model == full.model }.map {
        percentage(Double($0.right) / Double(max(1, $0.tested)))
      }
    }
    let shares: [(LearningCurve.Size, String)] = [
      (.share(0.1), "a tenth"), (.share(0.25), "a quarter"), (.share(0.5), "half"),
      (.share(1), "all"),
    ]
    let parts = shares.compactMap { size, words in told(size).map { "\(words) of the texts \($0)" }
    }
    let counts: [(LearningCurve.Size, String)] = [
      (.count(5), "5"), (.count(10), "10"), (.count(30), "30"),
    ]
    let few = counts.compactMap { size, words in told(size).map { "\(words) give \($0)" } }
    return "Learned from \(parts.joined(separator: ", ")) of the intents are named right"
      + (few.isEmpty ? "." : "; of texts an intent, \(few.joined(separator: ", ")).")
      + (full.model == "linear" ? " The linear model alone." : "")
  }

  // MARK: - Texts

  /// Texts whose label a model that has not seen them contradicts.
  var suspectedLabels: Figure? {
    guard let inspection = findings.inspection, !inspection.issues.issues.isEmpty else {
      return nil
    }
    let issues = inspection.issues.issues
    let share = Double(issues.count) / Double(max(1, inspection.trainCount))
    return Figure(
      name: "suspected-labels", title: "Labels that may be wrong",
      sentence:
        "\(issues.count) of \(inspection.trainCount) training texts (\(percentage(share))) look "
        + "more like another intent to a model that has not seen them: the probability of their "
        + "own is below what its texts have on average, that of another above"
        + (issues.count > Self.longTable ? ". The \(Self.longTable) clearest are shown." : "."),
      content: .table(
        FigureTable(
          columns: ["Text", "Labelled", "Rather", "Probability of the label", "Of the other"],
          rows: issues.prefix(Self.longTable).map { issue in
            [
              .text(shortened(inspection.texts[issue.text])), .text(name(issue.given)),
              .text(name(issue.suggested)), .percent(issue.givenProbability),
              .percent(issue.suggestedProbability),
            ]
          }, shortCount: Self.shortTable)))
  }

  /// Texts that occur twice: in both parts, or under two intents.
  var duplicates: Figure? {
    guard let inspection = findings.inspection, !inspection.duplicates.pairs.isEmpty else {
      return nil
    }
    let pairs = inspection.duplicates.pairs
    // What misleads comes first: two intents for one text.
    let differing = pairs.filter { inspection.intents[$0.first] != inspection.intents[$0.second] }
    let same = pairs.filter { inspection.intents[$0.first] == inspection.intents[$0.second] }
    let rows = (differing + same).prefix(Self.longTable).map { pair -> [FigureTable.Cell] in
      [
        .text(shortened(inspection.texts[pair.first], to: 70)), .text(label(pair.first)),
        .text(shortened(inspection.texts[pair.second], to: 70)), .text(label(pair.second)),
        .text(pair.second < inspection.trainCount ? "training" : "test"),
        .percent(pair.similarity),
      ]
    }
    return Figure(
      name: "near-duplicates", title: "Texts that occur twice",
      sentence: duplicatesSentence(inspection, differing: differing),
      content: .table(
        FigureTable(
          columns: ["Training text", "Its intent", "The other", "Its intent", "Part", "Alike"],
          rows: Array(rows), shortCount: Self.shortTable)))
  }

  private func label(_ place: Int) -> String {
    findings.inspection?.intents[place].map { name($0) } ?? "out of scope"
  }

  private func duplicatesSentence(
    _ inspection: TextInspection, differing: [NearDuplicates.Pair]
  ) -> String {
    let within = differing.count { $0.second < inspection.trainCount }
    var sentence =
      "\(within) \(within == 1 ? "pair" : "pairs") of training texts under different intents "
      + "\(within == 1 ? "says" : "say") the same in the same words"
    let leaked = inspection.leaked
    if inspection.texts.count > inspection.trainCount {
      let tested = inspection.texts.count - inspection.trainCount
      var weights = outcomes.once
      for place in leaked { weights[place] = 0 }
      sentence +=
        "; \(leaked.count) of \(tested) test texts are among the training texts too. Without those, "
        + "\(percentage(outcomes.accuracy(weights))) of the intents are named right"
    }
    return sentence + "."
  }
}
