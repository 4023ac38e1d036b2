import FoundationEssentials

/// Any JSON value, for reading a document without knowing its shape.
package indirect enum JSON: Decodable, Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  package init(parsing text: String) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  package subscript(key: String) -> JSON? { members[key] }

  package subscript(index: Int) -> JSON? {
    elements.indices.contains(index) ? elements[index] : nil
  }

  package var members: [String: JSON] {
    if case .object(let members) = self { members } else { [:] }
  }

  package var elements: [JSON] {
    if case .array(let elements) = self { elements } else { [] }
  }

  package var string: String? { if case .string(let string) = self { string } else { nil } }

  package var number: Double? { if case .number(let number) = self { number } else { nil } }
}
