import Evaluation

/// How large a figure is drawn, in CSS pixels at its natural size.
struct DrawingSize: Hashable {
  var width: Double
  /// Of the space within the axes of a line or column chart.
  var plotHeight: Double
  /// The size of the font.
  var font: Double
  /// About how many numbers stand along each axis.
  var xTicks, yTicks: Int

  /// Two beside each other on a page.
  static let regular = DrawingSize(width: 410, plotHeight: 216, font: 12, xTicks: 5, yTicks: 5)
  /// One of many, four beside each other on a page.
  static let small = DrawingSize(width: 240, plotHeight: 104, font: 11, xTicks: 3, yTicks: 3)

  /// The height of a line of text.
  var line: Double { (font * 1.35).rounded() }

  func width(of text: String) -> Double { TextWidth.of(text, size: font) }

  func fitted(_ text: String, to room: Double) -> String {
    TextWidth.fitted(text, to: room, size: font)
  }

  /// Text in the drawing; what is cut off is shown when the reader points at it.
  func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, room: Double = .infinity,
    class style: String = "t"
  ) -> Markup {
    let shown = fitted(text, to: room)
    let title: Markup = shown == text ? "" : "<title>\(text)</title>"
    return """
      <text class="\(style)" x="\(x)" y="\(y)"\(anchor.attribute)>\(title)\(shown)</text>
      """
  }

  /// The name of an axis; nothing where it has none.
  func name(_ text: String, x: Double, y: Double, anchor: Anchor = .start) -> Markup {
    text.isEmpty ? "" : self.text(text, x: x, y: y, anchor: anchor, room: width)
  }

  enum Anchor {
    case start, middle, end

    var attribute: Markup {
      switch self {
      case .start: ""
      case .middle: " text-anchor=\"middle\""
      case .end: " text-anchor=\"end\""
      }
    }
  }
}

/// A drawn figure.
struct Drawing {
  var size: DrawingSize
  var height: Double
  var marks: Markup

  /// The drawing as an element of a page; `label` says what it is to those who
  /// do not see it.
  func element(label: String) -> Markup {
    """
    <svg viewBox="0 0 \(size.width) \(height)" width="\(size.width)" height="\(height)" \
    font-size="\(size.font)" role="img" aria-label="\(label)">\(marks)</svg>
    """
  }
}
