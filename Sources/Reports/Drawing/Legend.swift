import Evaluation

/// What the series of a chart are called: in rows above it, where it covers nothing.
struct Legend {
  enum Sign: Hashable {
    case line
    case reference
    case dots
    case square
  }

  struct Entry: Hashable {
    var name: String
    var sign: Sign
    /// The number of the series' colour, or of the reference's pattern.
    var colour: Int
  }

  private static let signWidth = 18.0
  private static let gap = 14.0

  let size: DrawingSize
  private let rows: [[(entry: Entry, x: Double)]]

  init(_ entries: [Entry], size: DrawingSize) {
    self.size = size
    var rows: [[(entry: Entry, x: Double)]] = [[]]
    var x = 0.0
    for entry in entries {
      let room = min(size.width, Self.signWidth + size.width(of: entry.name))
      if x + room > size.width, x > 0 {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry, x))
      x += room + Self.gap
    }
    self.rows = entries.isEmpty ? [] : rows
  }

  var height: Double { Double(rows.count) * size.line }

  func marks(top: Double) -> Markup {
    rows.enumerated().map { row, entries in
      let y = top + (Double(row) + 0.5) * size.line
      return entries.map { entry, x in
        sign(entry, x: x, y: y)
          + size.text(
            entry.name, x: x + Self.signWidth, y: y + size.font * 0.35,
            room: size.width - x - Self.signWidth)
      }.joined()
    }.joined()
  }

  private func sign(_ entry: Entry, x: Double, y: Double) -> Markup {
    let colour = entry.colour
    return switch entry.sign {
    case .line: #"<path class="line s\#(colour)" d="M\#(x) \#(y)h13"/>"#
    case .reference: #"<path class="ref ref-\#(colour)" d="M\#(x) \#(y)h13"/>"#
    case .dots:
      #"<path class="thin s\#(colour)" d="M\#(x) \#(y)h13"/>"#
        + #"<circle class="fill s\#(colour)" cx="\#(x + 6.5)" cy="\#(y)" r="3"/>"#
    case .square:
      #"<rect class="bar s\#(colour)" x="\#(x)" y="\#(y - 4.5)" width="11" height="9"/>"#
    }
  }
}

extension Markup {
  static func + (left: Markup, right: Markup) -> Markup {
    var result = left
    result += right
    return result
  }
}
