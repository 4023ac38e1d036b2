import Domain
import FoundationEssentials

extension Connection {
  /// Attributes as the JSON text that a column holds.
  func encode(_ attributes: [String: AttributeValue]) throws(StoreError) -> String {
    try attributes.isEmpty ? "{}" : encode(json: attributes, "an attribute is not a finite number")
  }

  /// Texts as the JSON array that a column holds.
  func encode(_ texts: [String]) throws(StoreError) -> String {
    try texts.isEmpty ? "[]" : encode(json: texts, "a text cannot be stored")
  }

  /// What a message names as the JSON array that a column holds.
  func encode(mentions: [ConversationMessage.Mention]) throws(StoreError) -> String {
    try mentions.isEmpty ? "[]" : encode(json: mentions, "what a message names cannot be stored")
  }

  /// A value as JSON with its names in order, so that the same value is the same text.
  private func encode(json value: some Encodable, _ failure: String) throws(StoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw StoreError(.invalidValue, failure, path: path)
    }
  }

  func decodeTexts(_ text: String) throws(StoreError) -> [String] {
    try text == "[]" ? [] : decode([String].self, text, "a list")
  }

  func decodeAttributes(_ text: String) throws(StoreError) -> [String: AttributeValue] {
    try text == "{}" ? [:] : decode([String: AttributeValue].self, text, "attributes")
  }

  func decodeMentions(_ text: String) throws(StoreError) -> [ConversationMessage.Mention] {
    try text == "[]" ? [] : decode([ConversationMessage.Mention].self, text, "a message")
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, _ text: String, _ what: String
  ) throws(StoreError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw StoreError(
        .truncatedOrCorrupt, "\(path) holds \(what) that cannot be read: run 'rapport check'",
        path: path)
    }
  }
}
