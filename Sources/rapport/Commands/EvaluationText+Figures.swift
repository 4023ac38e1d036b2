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

  /// The rows of a table that are shown at most.
  private static let mostRows = 25

  /// What figures outside of groups say; of groups, which have a figure for each
  /// feature, nothing.
  static func texts(of figures: [Figure]) -> [FigureText] {
    figures.filter { $0.group == nil }.map { figure in
      let table = figure.content.table
      let shown = min(mostRows, table.shortCount ?? mostRows)
      let isCut = figure.isTabular && table.rows.count > shown
      return FigureText(
        words: "\(figure.title): \(figure.sentence)"
          + (isCut ? " The first \(shown) of \(table.rows.count) rows:" : ""),
        table: figure.isTabular ? self.table(table, rows: shown) : nil)
    }
  }

  private static func table(_ table: FigureTable, rows: Int) -> TextTable {
    // Names and sentences give way where the terminal is narrow, numbers do not.
    var result = TextTable(
      table.columns.enumerated().map { place, name in
        TextTable.Column(
          name,
          shrinks: place == 0
            || table.rows.contains { row in
              if place < row.count, case .text = row[place] { true } else { false }
            })
      })
    for row in table.rows.prefix(rows) {
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
