import Evaluation

/// The figures of a report in their order: alone, or side by side in groups.
struct FigureSections {
  /// From this number on a page has a list of its figures.
  private static let fewestForContents = 7

  /// Figures that stand together.
  private struct Section {
    /// nil for figures without a group.
    var group: String?
    var id: String
    var figures: [(id: String, figure: Figure)]
  }

  private let sections: [Section]

  init(_ figures: [Figure]) {
    var sections: [Section] = []
    var used: Set<String> = ["summary", "comparison", "settings", "notes", "contents"]
    func unique(_ name: String) -> String {
      let letters = name.lowercased().unicodeScalars.map { scalar in
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
      }
      var id = String(letters)
      var number = 2
      while !used.insert(id).inserted {
        id = String(letters) + "-\(number)"
        number += 1
      }
      return id
    }
    for figure in figures {
      let entry = (id: unique("figure-" + figure.name), figure: figure)
      let place =
        figure.group == nil
        ? sections.indices.last.flatMap { sections[$0].group == nil ? $0 : nil }
        : sections.firstIndex { $0.group == figure.group }
      if let place {
        sections[place].figures.append(entry)
      } else {
        let id = unique("group-" + (figure.group ?? "figures"))
        sections.append(Section(group: figure.group, id: id, figures: [entry]))
      }
    }
    self.sections = sections
  }

  /// Links to the figures, where there are many.
  var contents: Markup {
    let count = sections.reduce(0) { $0 + $1.figures.count }
    guard count >= Self.fewestForContents else { return "" }
    let entries = sections.flatMap { section -> [Markup] in
      let links = section.figures.map { id, figure in
        "<a href=\"#\(id)\">\(figure.title)</a>" as Markup
      }
      guard let group = section.group else { return links.map { "<li>\($0)</li>" } }
      return [
        """
        <li><a href="#\(section.id)">\(group)</a> <span class="few">\
        \(links.joined(separator: ", "))</span></li>
        """
      ]
    }
    return """
      <nav id="contents"><h2>Figures</h2><ol>\(entries.joined(separator: "\n"))</ol></nav>
      """
  }

  var markup: Markup { sections.map(markup).joined(separator: "\n") }

  private func markup(_ section: Section) -> Markup {
    guard let group = section.group else {
      let figures = section.figures.map { id, figure in
        FigureMarkup(figure: figure, id: id, size: .regular, level: 2).markup
      }
      return "<section class=\"pairs\">\(figures.joined(separator: "\n"))</section>"
    }
    let isSmall = section.figures.count > 2 && section.figures.allSatisfy { $0.figure.fitsSmall }
    let shared = SharedScale(section.figures.map(\.figure))
    let figures = zip(section.figures, shared.contents).map { entry, content in
      FigureMarkup(
        figure: entry.figure, id: entry.id, size: isSmall ? .small : .regular, level: 3,
        drawn: content
      ).markup
    }
    let note: Markup = shared.note.map { "<p>\($0)</p>" } ?? ""
    return """
      <section id="\(section.id)"><h2>\(group)</h2>\(note)
      <div class="\(isSmall ? "multiples" : "pairs")">\(figures.joined(separator: "\n"))</div>\
      </section>
      """
  }
}

extension Figure {
  /// Whether it can be read at a quarter of a page's width.
  fileprivate var fitsSmall: Bool {
    switch content {
    case .lines, .bars: true
    case .grid, .intervals, .table: false
    }
  }
}
