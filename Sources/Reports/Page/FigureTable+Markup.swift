import Evaluation
import Wording

extension FigureTable {
  /// The table as an element that scrolls where it is wider than the page.
  var markup: Markup {
    let isNumeric = columns.indices.map { column in
      rows.contains { $0.indices.contains(column) && $0[column].isNumber }
        && !rows.contains { $0.indices.contains(column) && $0[column].isText }
    }
    let head = columns.enumerated().map { column, name in
      isNumeric[column]
        ? "<th scope=\"col\" class=\"n\">\(name)</th>" : "<th scope=\"col\">\(name)</th>" as Markup
    }
    let body = rows.map { row in
      let cells = zip(row, isNumeric).map { cell, isNumeric in
        isNumeric ? "<td class=\"n\">\(cell.shown)</td>" : "<td>\(cell.shown)</td>" as Markup
      }
      return "<tr>\(cells.joined())</tr>" as Markup
    }
    return """
      <div class="scroll"><table><thead><tr>\(head.joined())</tr></thead><tbody>
      \(body.joined(separator: "\n"))
      </tbody></table></div>
      """
  }
}

extension FigureTable.Cell {
  /// The cell as readers see it.
  package var shown: String {
    switch self {
    case .text(let text): text
    case .number(let value, let decimals): display(value, decimals: min(9, max(0, decimals)))
    case .percent(let share): percentage(share)
    case .none: "–"
    }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .number, .percent: true
    case .text, .none: false
    }
  }

  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }
}
