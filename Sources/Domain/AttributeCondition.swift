/// An attribute that must have a certain value.
///
/// Values are compared as texts, because a file does not tell the number 3 from
/// the text "3".
package struct AttributeCondition: Sendable, Hashable {
  package var name: String
  /// As ``AttributeValue/text`` gives it.
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// Whether attributes have it; those without the name do not.
  package func holds(in attributes: [String: AttributeValue]) -> Bool {
    attributes[name]?.text == value
  }
}

extension AttributeValue {
  /// The value as one would write it in a file: `3`, not `3.0`.
  package var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}
