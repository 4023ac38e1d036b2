/// Bold, dim and colours, or none of them.
package struct Style: Equatable, Sendable {
  /// One property of printed text: its SGR parameter.
  ///
  /// - Source: ECMA-48, 8.3.117 "SGR – Select Graphic Rendition".
  package enum Attribute: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case cyan = 36
  }

  package let isEnabled: Bool

  package init(isEnabled: Bool) {
    self.isEnabled = isEnabled
  }

  /// Leaves all text as it is.
  package static let plain = Style(isEnabled: false)

  /// Decides whether a stream gets styles.
  ///
  /// - Parameters:
  ///   - isTerminal: whether a person sees the stream.
  ///   - isForbidden: whether `--no-color` is given.
  ///   - environment: looks up an environment variable.
  /// - Source: no-color.org for `NO_COLOR`: any value but the empty one forbids.
  package init(
    isTerminal: Bool, isForbidden: Bool,
    environment: (String) -> String? = environmentVariable
  ) {
    let noColor = environment("NO_COLOR") ?? ""
    isEnabled = isTerminal && !isForbidden && noColor.isEmpty && environment("TERM") != "dumb"
  }

  /// The text between the escape sequences that set and reset the attributes.
  package func apply(_ attributes: [Attribute], to text: String) -> String {
    guard isEnabled, !attributes.isEmpty, !text.isEmpty else { return text }
    let codes = attributes.map { String($0.rawValue) }.joined(separator: ";")
    return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
  }

  package func bold(_ text: String) -> String { apply([.bold], to: text) }

  package func dim(_ text: String) -> String { apply([.dim], to: text) }
}
