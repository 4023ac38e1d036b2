import Domain

/// What a merge patch says of one field.
///
/// - Source: RFC 7396, "JSON Merge Patch".
enum Change<Value> {
  /// Not mentioned.
  case none
  /// Null: the field goes.
  case clear
  case set(Value)
}

extension KeyedDecodingContainer {
  func change<Value: Decodable>(_ key: Key) throws -> Change<Value> {
    guard contains(key) else { return .none }
    return try decodeNil(forKey: key) ? .clear : .set(decode(Value.self, forKey: key))
  }
}

extension Change<String> {
  func text(
    _ current: String?, _ field: String, _ checks: RowChecks
  ) throws(Problem) -> String? {
    switch self {
    case .none: current
    case .clear: nil
    case .set(let text): try checks.text(text, field)
    }
  }
}

extension Change<[String: AttributeValue?]> {
  func merge(
    into attributes: inout [String: AttributeValue], _ checks: RowChecks
  ) throws(Problem) {
    switch self {
    case .none: break
    case .clear: attributes = [:]
    case .set(let changes):
      for (name, value) in changes {
        try checks.check(name, value)
        attributes[name] = value
      }
    }
  }
}
