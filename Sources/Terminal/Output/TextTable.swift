/// Rows and columns as aligned text.
package struct TextTable: Sendable {
  /// Where a column's texts stand.
  package enum Alignment: Sendable {
    case left
    case right
    /// Right when every text of the column is a number, else left.
    case automatic
  }

  /// What a column is called and how it is shown.
  package struct Column: Sendable {
    package var title: String
    package var alignment: Alignment
    /// Whether it gives way when the table is wider than the terminal.
    package var shrinks: Bool
    package var attributes: [Style.Attribute]

    package init(
      _ title: String, alignment: Alignment = .automatic, shrinks: Bool = false,
      attributes: [Style.Attribute] = []
    ) {
      self.title = title
      self.alignment = alignment
      self.shrinks = shrinks
      self.attributes = attributes
    }
  }

  package var columns: [Column]
  package private(set) var rows: [[String]] = []

  /// Creates a table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; control characters in it are replaced.
  ///
  /// - Precondition: there are as many texts as columns.
  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "\(row.count) texts for \(columns.count) columns")
    rows.append(row.map(\.printable))
  }

  /// The table as lines, each ended by a newline.
  ///
  /// - Parameters:
  ///   - width: the columns of the terminal; `nil` keeps all text whole.
  ///   - style: what the titles and the columns' attributes become.
  ///   - showsHeader: whether the titles stand above the rows.
  /// - Returns: the text.
  package func rendered(
    width: Int? = nil, style: Style = .plain, showsHeader: Bool = true
  ) -> String {
    var widths = columns.indices.map { index in
      let texts = rows.map { displayWidth($0[index]) }
      return max(texts.max() ?? 0, showsHeader ? displayWidth(columns[index].title) : 0)
    }
    if let width { shrink(&widths, to: width) }
    let isRight = columns.indices.map(isRightAligned)
    var result = ""
    if showsHeader {
      result += line(columns.map(\.title), widths, isRight) { style.bold($1) }
    }
    for row in rows {
      result += line(row, widths, isRight) { style.apply(columns[$0].attributes, to: $1) }
    }
    return result
  }

  private func line(
    _ texts: [String], _ widths: [Int], _ isRight: [Bool], style: (Int, String) -> String
  ) -> String {
    var line = ""
    for (index, text) in texts.enumerated() {
      let text = truncated(text, to: widths[index])
      let space = String(repeating: " ", count: widths[index] - displayWidth(text))
      if index > 0 { line += "  " }
      // The last column needs no spaces after it.
      let after = isRight[index] || index == texts.count - 1 ? "" : space
      line += (isRight[index] ? space : "") + style(index, text) + after
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  /// Takes from the widest columns that may shrink, then from any, down to a
  /// width in which some text is left.
  private func shrink(_ widths: inout [Int], to width: Int) {
    let available = width - 2 * (columns.count - 1)
    let flexible = columns.indices.filter { columns[$0].shrinks }
    for candidates in [flexible, Array(columns.indices)] {
      while widths.reduce(0, +) > available {
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 6
        else {
          break
        }
        widths[widest] -= 1
      }
    }
  }

  private func isRightAligned(_ column: Int) -> Bool {
    switch columns[column].alignment {
    case .left: false
    case .right: true
    case .automatic:
      rows.contains { isNumber($0[column]) }
        && rows.allSatisfy { isNumber($0[column]) || ["", "–", "-"].contains($0[column]) }
    }
  }

  /// Digits with an optional sign, comparison, separators and percent sign.
  private func isNumber(_ text: String) -> Bool {
    var rest = text[...]
    if let first = rest.first, "+-−<>".contains(first) { rest.removeFirst() }
    if rest.last == "%" { rest.removeLast() }
    return rest.first?.isNumber == true
      && rest.allSatisfy { ("0"..."9").contains($0) || $0 == "," || $0 == "." }
  }
}
