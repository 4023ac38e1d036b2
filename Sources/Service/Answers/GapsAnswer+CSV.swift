import Churn

extension GapsAnswer {
  /// One line a gap after a line of names, as spreadsheets read it.
  package var csv: String {
    var text = CSVCell.line([
      "gap", "question", "keywords", "count", "customers", "newest", "handoff", "unclear",
      "unhelpful", "nearest_intent", "confidence", "suggestion",
    ])
    for gap in gaps {
      text += CSVCell.line([
        gap.id, gap.question, gap.keywords.joined(separator: " "), "\(gap.count)",
        "\(gap.customers)", gap.newest, "\(gap.reasons.handoff)", "\(gap.reasons.unclear)",
        "\(gap.reasons.unhelpful)", gap.nearestIntent ?? "",
        gap.confidence.map { "\(($0 * 1000).rounded() / 1000)" } ?? "",
        gap.suggestion?.kind ?? "",
      ])
    }
    return text
  }
}
