import Storage
import Support

/// What of a conversation may be stored.
enum SupportText {
  /// The most Unicode scalars of a message that are stored.
  private static let limit = 8_000

  /// A customer's message without personal data; order numbers stay.
  static func masked(_ message: DialogueMessage) -> String {
    let orders = message.entities.filter { $0.kind == .orderNumber }
    return cut(Masking.masked(message.text, keeping: orders.map(\.range)))
  }

  /// A reply without personal data, which an attribute of the customer may have brought
  /// in; the order numbers given stay.
  static func masked(_ text: String, keeping numbers: [String]) -> String {
    let scalars = Array(text.unicodeScalars)
    let kept = numbers.flatMap { places(of: Array($0.unicodeScalars), in: scalars) }
    return cut(Masking.masked(text, keeping: kept))
  }

  private static func places(
    of part: [Unicode.Scalar], in text: [Unicode.Scalar]
  ) -> [Range<Int>] {
    guard !part.isEmpty, part.count <= text.count else { return [] }
    return (0...(text.count - part.count)).compactMap { start in
      let range = start..<(start + part.count)
      return text[range].elementsEqual(part) ? range : nil
    }
  }

  /// What a message names, without the values that say who somebody is.
  static func mentions(_ entities: [Entity]) -> [ConversationMessage.Mention] {
    entities.map { entity in
      let isPersonal = entity.kind == .email || entity.kind == .phone
      return ConversationMessage.Mention(
        kind: entity.kind.rawValue, value: isPersonal ? nil : entity.value)
    }
  }

  private static func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(limit))) + "…"
  }
}
