import Evaluation
import Wording

/// One figure of a page: heading, drawing, sentence and data.
struct FigureMarkup {
  let figure: Figure
  let id: String
  let size: DrawingSize
  /// Of the heading.
  let level: Int
  /// What is drawn where it differs from the data, as on a common scale.
  var drawn: Figure.Content?

  var markup: Markup {
    let (content, omitted) = (drawn ?? figure.content).drawable
    let name: Markup = "h\(level)"
    return """
      <figure id="\(id)" class="\(style)"><\(name)>\(figure.title)</\(name)>
      \(picture(content))
      <figcaption>\(figure.sentence)\(note(omitted))</figcaption>\(data)</figure>
      """
  }

  private func picture(_ content: Figure.Content) -> Markup {
    guard !content.isEmpty else { return "<p class=\"nothing\">There is nothing to show.</p>" }
    if case .table(let table) = content { return table.markup }
    let label = figure.title + ". " + figure.sentence
    return content.drawing(size)?.element(label: label) ?? ""
  }

  private func note(_ omitted: Int) -> Markup {
    switch omitted {
    case 0: ""
    case 1: " <span class=\"few\">One value is no number and is left out.</span>"
    default:
      " <span class=\"few\">\(grouped(omitted)) values are no numbers and are left out.</span>"
    }
  }

  /// The data below a picture; a table is its own.
  private var data: Markup {
    if case .table = figure.content { return "" }
    let table = figure.content.table
    guard !table.rows.isEmpty else { return "" }
    return "<details><summary>Data</summary>\(table.markup)</details>"
  }

  /// Tables with many columns or sentences take the whole width of a screen, others
  /// that of paper.
  private var style: Markup {
    guard case .table(let table) = figure.content else { return "drawn" }
    return table.columns.count > 7 || table.hasSentences ? "wide" : "tabular"
  }
}

extension FigureTable {
  /// From so many characters on a text is read as a sentence.
  private static let sentenceLength = 50

  fileprivate var hasSentences: Bool {
    rows.contains { row in
      row.contains { cell in
        if case .text(let text) = cell { text.count >= Self.sentenceLength } else { false }
      }
    }
  }
}
