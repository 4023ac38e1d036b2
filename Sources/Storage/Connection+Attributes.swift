import Domain
import FoundationEssentials

extension Connection {
  /// Attributes as the JSON text that a column holds.
  func encode(_ attributes: [String: AttributeValue]) throws(StoreError) -> String {
    guard !attributes.isEmpty else { return "{}" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return String(decoding: try encoder.encode(attributes), as: UTF8.self)
    } catch {
      throw StoreError(.invalidValue, "an attribute is not a finite number", path: path)
    }
  }

  /// Texts as the JSON array that a column holds.
  func encode(_ texts: [String]) throws(StoreError) -> String {
    guard !texts.isEmpty else { return "[]" }
    do {
      return String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    } catch {
      throw StoreError(.invalidValue, "a text cannot be stored", path: path)
    }
  }

  func decodeTexts(_ text: String) throws(StoreError) -> [String] {
    guard text != "[]" else { return [] }
    do {
      return try JSONDecoder().decode([String].self, from: Data(text.utf8))
    } catch {
      throw StoreError(
        .truncatedOrCorrupt, "\(path) holds a list that cannot be read: run `rapport check`",
        path: path)
    }
  }

  func decodeAttributes(_ text: String) throws(StoreError) -> [String: AttributeValue] {
    guard text != "{}" else { return [:] }
    do {
      return try JSONDecoder().decode([String: AttributeValue].self, from: Data(text.utf8))
    } catch {
      throw StoreError(
        .truncatedOrCorrupt, "\(path) holds attributes that cannot be read: run `rapport check`",
        path: path)
    }
  }
}
