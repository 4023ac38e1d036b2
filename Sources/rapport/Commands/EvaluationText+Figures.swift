import Evaluation
import Reports
import Terminal

/// The curves and tables of an evaluation, as far as a terminal can show them.
extension EvaluationText {
  /// A figure in words, with a table where it is one or can be read as one.
  struct FigureText {
    var words: String
    var table: TextTable?
  }

  /// The rows of a table that are shown.
  private static let mostRows = 25

  /// What figures outside of groups say; of groups, which have a figure for each
  /// feature, nothing.
  static func texts(of figures: [Figure]) -> [FigureText] {
    figures.filter { $0.group == nil }.map { figure in
      let left = figure.isTabular ? figure.content.table.rows.count - mostRows : 0
      return FigureText(
        words: "\(figure.title): \(figure.sentence)"
          + (left > 0 ? " The first \(mostRows) of \(left + mostRows) rows:" : ""),
        table: figure.isTabular ? table(figure.content.table) : nil)
    }
  }

  private static func table(_ table: FigureTable) -> TextTable {
    var result = TextTable(
      table.columns.enumerated().map { TextTable.Column($1, shrinks: $0 == 0) })
    for row in table.rows.prefix(mostRows) {
      let cells = row.prefix(table.columns.count).map(\.shown)
      result.append(
        cells + [String](repeating: "", count: table.columns.count - cells.count))
    }
    return result
  }
}

extension Figure {
  /// Whether its data are few enough to be read as a table.
  fileprivate var isTabular: Bool {
    switch content {
    case .table(let table): !table.rows.isEmpty
    case .bars(let chart): !chart.categories.isEmpty
    case .lines, .grid, .intervals: false
    }
  }
}
