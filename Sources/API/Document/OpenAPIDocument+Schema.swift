extension OpenAPIDocument {
  /// A schema as JSON.
  static func value(_ schema: Schema) -> JSONValue {
    switch schema {
    case .string(let text, let values, let length, let pattern, let format):
      var members: [(String, JSONValue)] = [("type", .string("string"))]
      if !text.isEmpty { members.append(("description", .string(text))) }
      if !values.isEmpty { members.append(("enum", .array(values.map { .string($0) }))) }
      if let length {
        members.append(("minLength", .integer(length.lowerBound)))
        members.append(("maxLength", .integer(length.upperBound)))
      }
      if let pattern { members.append(("pattern", .string(pattern))) }
      if let format { members.append(("format", .string(format))) }
      return .object(members)
    case .integer(let minimum, let maximum):
      return .object(
        [("type", .string("integer"))] + bounds(minimum.map(Double.init), maximum.map(Double.init)))
    case .number: return .object([("type", .string("number"))])
    case .numberIn(let range):
      return .object(
        [("type", .string("number"))]
          + bounds(Double(range.lowerBound), Double(range.upperBound)))
    case .amount(let maximum, let isAboveZero):
      var members: [(String, JSONValue)] = [("type", .string("number"))]
      members += bounds(isAboveZero ? nil : 0, maximum)
      if isAboveZero { members.append(("exclusiveMinimum", .integer(0))) }
      return .object(members)
    case .boolean: return .object([("type", .string("boolean"))])
    case .array(let element, let least, let most):
      var members: [(String, JSONValue)] = [
        ("type", .string("array")), ("items", value(element)),
      ]
      if least > 0 { members.append(("minItems", .integer(least))) }
      if let most { members.append(("maxItems", .integer(most))) }
      return .object(members)
    case .object(let properties): return object(properties, isClosed: false)
    case .closedObject(let properties): return object(properties, isClosed: true)
    case .map(let element, let names):
      var members: [(String, JSONValue)] = [
        ("type", .string("object")), ("additionalProperties", value(element)),
      ]
      if let names { members.append(("propertyNames", value(names))) }
      return .object(members)
    case .nullable(let schema):
      return .object([
        ("anyOf", .array([value(schema), .object([("type", .string("null"))])]))
      ])
    case .oneOf(let choices): return .object([("oneOf", .array(choices.map(value)))])
    case .reference(let name):
      return .object([("$ref", .string("#/components/schemas/\(name)"))])
    case .any: return .object([])
    }
  }

  private static func bounds(_ minimum: Double?, _ maximum: Double?) -> [(String, JSONValue)] {
    func number(_ value: Double) -> JSONValue {
      Int(exactly: value).map { .integer($0) } ?? .text("\(value)")
    }
    return (minimum.map { [("minimum", number($0))] } ?? [])
      + (maximum.map { [("maximum", number($0))] } ?? [])
  }

  private static func object(
    _ properties: [(name: String, schema: Schema, isRequired: Bool)], isClosed: Bool
  ) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string("object")),
      ("properties", .object(properties.map { ($0.name, value($0.schema)) })),
    ]
    let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    if isClosed { members.append(("additionalProperties", .boolean(false))) }
    return .object(members)
  }
}
