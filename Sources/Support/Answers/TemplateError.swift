/// Why a text cannot be an answer: a field that nothing fills.
package struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; stable.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A field of that name does not exist.
    package static let unknownField = Code(rawValue: "unknown_field")
    /// A brace opens a field that nothing closes.
    package static let unclosedField = Code(rawValue: "unclosed_field")
  }

  package let code: Code
  /// What stands between the braces, cut to a readable length.
  package let field: String
  /// Where the brace stands: Unicode scalars of the answer, counted from 1.
  package let position: Int
  /// The nearest field there is.
  package let suggestion: String?

  package var description: String {
    let what =
      code == .unclosedField
      ? "the field {\(field) is never closed" : "there is no field {\(field)}"
    let hint = suggestion.map { "did you mean {\($0)}?" } ?? "a literal brace is written {{"
    return "\(what) (character \(position)); \(hint)"
  }
}
