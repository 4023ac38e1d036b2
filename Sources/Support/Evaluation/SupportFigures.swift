import Evaluation
import Wording

/// Curves and tables of an evaluation of the bot.
struct SupportFigures {
  /// The rows of a table that a terminal shows.
  static let shortTable = 10
  /// The rows of a table at most.
  static let longTable = 50

  let findings: SupportFindings
  let outcomes: TextOutcomes

  init(_ findings: SupportFindings, _ outcomes: TextOutcomes) {
    self.findings = findings
    self.outcomes = outcomes
  }

  /// All that there are texts for.
  var all: [Figure] {
    [
      presets, selective, reliability, confidence, scopeCurve, confusions, weakest, learningCurve,
      suspectedLabels, duplicates, scopeThresholds, intentTable,
    ].compactMap(\.self)
  }

  // MARK: - Presets

  /// What each preset and each threshold chosen on validation texts does.
  private var presets: Figure? {
    guard outcomes.inScopeCount > 0 else { return nil }
    let points = findings.allPoints
    let hasScope = outcomes.outOfScopeCount > 0
    let once = outcomes.once
    let rows = points.indices.map { point -> [FigureTable.Cell] in
      let answers: [FigureTable.Cell] = [
        .text(pointName(point)), .percent(outcomes.coverage(once, at: point)),
        .percent(outcomes.answeredAccuracy(once, at: point)),
        .percent(outcomes.inScopeAccuracy(once, at: point)),
      ]
      guard hasScope else { return answers }
      return answers + [
        .percent(outcomes.outOfScopeRecall(once, at: point)),
        .percent(outcomes.outOfScopePrecision(once, at: point)),
      ]
    }
    let used = findings.presetInUse
    var sentence =
      "As set (\(findings.presets[used])), the bot answers "
      + "\(percentage(outcomes.coverage(once, at: used))) of the texts in scope, and "
      + "\(percentage(outcomes.answeredAccuracy(once, at: used))) of these answers are right"
    sentence +=
      hasScope
      ? "; \(percentage(outcomes.outOfScopeRecall(once, at: used))) of the texts out of scope get "
        + "none."
      : "."
    if !findings.points.isEmpty {
      sentence +=
        " The thresholds chosen on the validation texts are those of most texts taken rightly, "
        + "out of scope being one more intent, and of the least sum of both error rates."
    }
    return Figure(
      name: "presets", title: "Presets", sentence: sentence,
      content: .table(
        FigureTable(
          columns: ["Preset", "Answered", "Right of these", "Answered with the right intent"]
            + (hasScope ? ["Out of scope told", "Right of those not answered"] : []),
          rows: rows)))
  }

  func pointName(_ point: Int) -> String {
    let names = findings.presets
    return point < names.count
      ? names[point] : "validation: " + findings.points[point - names.count].name
  }

  // MARK: - Words

  /// The intent's name; an intent that was never trained on has none.
  func name(_ row: Int) -> String {
    findings.intents.indices.contains(row) ? findings.intents[row] : "an intent not trained on"
  }

  /// A text short enough for a table.
  func shortened(_ text: String, to length: Int = 90) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}
