import Wording

/// HTML or SVG text in which every foreign word is escaped.
///
/// Literals are markup. What is interpolated is text, and its special characters
/// become entities, unless it is markup itself:
///
///     let cell: Markup = "<td>\(customerName)</td>"
///
/// A `Double` is a coordinate: at most two decimals, so that the same figures give
/// the same bytes.
struct Markup: Sendable, Hashable {
  private(set) var text = ""

  init() {}

  /// Text of any origin, escaped.
  init(escaping text: String) { self.text = text.escaped }

  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  var isEmpty: Bool { text.isEmpty }
}

extension Markup: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 8 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ value: String) { text += value.escaped }

    mutating func appendInterpolation(_ value: Int) { text += String(value) }

    mutating func appendInterpolation(_ value: Double) { text += coordinate(value) }

    mutating func appendInterpolation(_ value: Markup) { text += value.text }
  }
}

extension Sequence where Element == Markup {
  func joined(separator: Markup = "") -> Markup {
    var result = Markup()
    for (index, part) in self.enumerated() {
      if index > 0 { result += separator }
      result += part
    }
    return result
  }
}

extension String {
  /// The text with entities for what HTML gives a meaning.
  ///
  /// Control characters and those that turn the direction of writing, which could
  /// make a name look like another, become U+FFFD.
  fileprivate var escaped: String {
    var result = ""
    result.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{FFFE}"..."\u{FFFF}":
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// A length in a drawing, with at most two decimals and no needless zeros.
///
/// - Precondition: the value is finite.
private func coordinate(_ value: Double) -> String {
  precondition(value.isFinite, "coordinate: \(value)")
  var text = fixed(value, decimals: 2)
  while text.last == "0" { text.removeLast() }
  if text.last == "." { text.removeLast() }
  return text
}
