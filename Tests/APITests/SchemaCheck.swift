import TestSupport

/// Compares values with JSON schemas, as far as the API's document uses them.
struct SchemaCheck {
  /// Those that others refer to, by name.
  let schemas: JSON

  /// Where a value differs from its schema; members that are not declared count too.
  func mismatches(_ value: JSON, _ schema: JSON, at place: String) -> [String] {
    if let name = schema["$ref"]?.string?.split(separator: "/").last {
      guard let target = schemas[String(name)] else { return ["\(place): \(name) is missing"] }
      return mismatches(value, target, at: place)
    }
    for key in ["oneOf", "anyOf"] {
      guard let choices = schema[key]?.elements else { continue }
      guard !choices.isEmpty else { continue }
      let found = choices.map { mismatches(value, $0, at: place) }
      let fitting = found.count { $0.isEmpty }
      if fitting == 1 || key == "anyOf" && fitting > 0 { return [] }
      return ["\(place): \(fitting) of \(choices.count) choices fit"] + found.flatMap(\.self)
    }
    switch (schema["type"]?.string, value) {
    case ("object", .object(let members)): return object(members, schema, at: place)
    case ("array", .array(let elements)):
      let least = Int(schema["minItems"]?.number ?? 0)
      return (elements.count < least ? ["\(place): fewer than \(least)"] : [])
        + elements.flatMap { mismatches($0, schema["items"] ?? .null, at: place + "/0") }
    case ("string", .string(let text)):
      let allowed = schema["enum"]?.elements ?? []
      let length = Double(text.unicodeScalars.count)
      let isFitting =
        (allowed.isEmpty || allowed.contains(.string(text)))
        && length >= schema["minLength"]?.number ?? 0
        && length <= schema["maxLength"]?.number ?? .infinity
      return isFitting ? [] : ["\(place): \(text)"]
    case ("number", .number(let number)): return bounds(number, schema, at: place)
    case ("integer", .number(let number)):
      return number.rounded() == number
        ? bounds(number, schema, at: place) : ["\(place): \(number)"]
    case ("boolean", .bool), ("null", .null), (nil, _): return []
    default: return ["\(place): \(value) is no \(schema["type"]?.string ?? "")"]
    }
  }

  private func object(
    _ members: [String: JSON], _ schema: JSON, at place: String
  ) -> [String] {
    let properties = schema["properties"]?.members ?? [:]
    var found = (schema["required"]?.elements ?? []).compactMap(\.string)
      .filter { members[$0] == nil }.map { "\(place)/\($0) is missing" }
    for (name, member) in members {
      guard let property = properties[name] ?? schema["additionalProperties"] else {
        found.append("\(place)/\(name) is not declared")
        continue
      }
      found += mismatches(member, property, at: "\(place)/\(name)")
    }
    return found
  }

  private func bounds(_ number: Double, _ schema: JSON, at place: String) -> [String] {
    let isWithin =
      number >= schema["minimum"]?.number ?? -.infinity
      && number <= schema["maximum"]?.number ?? .infinity
      && number > schema["exclusiveMinimum"]?.number ?? -.infinity
    return isWithin ? [] : ["\(place): \(number)"]
  }
}
