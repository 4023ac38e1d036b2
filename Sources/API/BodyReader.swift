import FoundationEssentials
import HTTPServer

/// A JSON object that clients send.
///
/// The names of its coding keys are the fields as they are written, and the only
/// ones taken.
protocol RequestBody: Decodable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}

/// Reads JSON bodies; an error names the field by its JSON pointer.
enum BodyReader {
  static func decode<Body: RequestBody>(
    _ type: Body.Type, from request: Request
  ) throws(Problem) -> Body {
    try checkMediaType(of: request)
    return try decode(Strict<Body>.self, bytes: request.body).body
  }

  /// Reads an object that may have other fields too, which are passed over.
  static func decode<Body: Decodable>(
    lenient type: Body.Type, from request: Request
  ) throws(Problem) -> Body {
    try checkMediaType(of: request)
    return try decode(type, bytes: request.body)
  }

  /// Reads an array of objects.
  static func decode<Body: RequestBody>(
    arrayOf type: Body.Type, from request: Request
  ) throws(Problem) -> [Body] {
    try checkMediaType(of: request)
    return try decode([Strict<Body>].self, bytes: request.body).map(\.body)
  }

  /// Reads one object, an array of them, or JSON lines, each with its place in the
  /// body as a JSON pointer; that of a single object is empty.
  ///
  /// More than `most` are refused; errors call one of them by `name`.
  static func decode<Body: RequestBody>(
    severalOf type: Body.Type, from request: Request, called name: String, most: Int
  ) throws(Problem) -> [(body: Body, place: String)] {
    let media = request.headers["Content-Type"]?.lowercased() ?? "application/json"
    var bodies: [(body: Body, place: String)] = []
    if media.contains("ndjson") || media.contains("jsonl") || media.contains("json-lines") {
      let lines = request.body.split(separator: UInt8(ascii: "\n"))
        .filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x0d } }
      for (index, line) in lines.enumerated() {
        bodies.append((try decode(type, from: line, pointerPrefix: "/\(index)"), "/\(index)"))
      }
    } else if request.body.first(where: { ![0x20, 0x0a, 0x0d, 0x09].contains($0) })
      == UInt8(ascii: "[")
    {
      bodies = try decode(arrayOf: type, from: request).enumerated().map { ($1, "/\($0)") }
    } else {
      bodies = [(try decode(type, from: request), "")]
    }
    guard !bodies.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body holds no \(name)")
    }
    guard bodies.count <= most else {
      throw Problem(
        .badRequest, code: "too_many_items",
        detail: "\(bodies.count) \(name)s in one request; \(most) are the most")
    }
    return bodies
  }

  /// Reads one of several objects, whose place is that of the prefix.
  private static func decode<Body: RequestBody>(
    _ type: Body.Type, from bytes: some Sequence<UInt8>, pointerPrefix: String
  ) throws(Problem) -> Body {
    try decode(Strict<Body>.self, bytes: bytes, pointerPrefix: pointerPrefix).body
  }

  /// Refuses an identifier that could name nothing: one that is empty, longer than
  /// 256 bytes, blank, or that has control characters.
  static func checkIdentifier(_ id: String, pointer: String) throws(Problem) {
    func invalid(_ reason: String) -> Problem {
      Problem(
        .badRequest, code: "invalid_field", detail: "\(pointer.dropFirst()) \(reason)",
        pointer: pointer)
    }
    guard (1...256).contains(id.utf8.count) else { throw invalid("must have 1 to 256 bytes") }
    guard !id.allSatisfy(\.isWhitespace) else { throw invalid("must not be blank") }
    guard !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw invalid("must not have control characters")
    }
  }

  // MARK: - Decoding

  private struct UnknownField: Error {
    var path: [any CodingKey]
    var name: String
    var known: [String]
  }

  private struct FieldName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// A body that has no field besides those of its type.
  private struct Strict<Body: RequestBody>: Decodable {
    var body: Body

    init(from decoder: any Decoder) throws {
      let known = Body.CodingKeys.allCases.map(\.stringValue)
      let names = try decoder.container(keyedBy: FieldName.self).allKeys.map(\.stringValue)
      if let name = names.filter({ !known.contains($0) }).min() {
        throw UnknownField(path: decoder.codingPath, name: name, known: known)
      }
      body = try Body(from: decoder)
    }
  }

  private static func checkMediaType(of request: Request) throws(Problem) {
    guard let media = request.headers["Content-Type"], !media.lowercased().contains("json")
    else { return }
    throw Problem(
      .unsupportedMediaType, code: "unsupported_media_type",
      detail: "the body must be application/json, not \(media)")
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, bytes: some Sequence<UInt8>, pointerPrefix: String = ""
  ) throws(Problem) -> T {
    let data = Data(bytes)
    guard !data.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body is empty; send JSON")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as UnknownField {
      throw Problem(
        .badRequest, code: "unknown_field",
        detail: "there is no field \"\(error.name.prefix(60))\" here; there are "
          + error.known.joined(separator: ", "),
        pointer: pointer(error.path, error.name, prefix: pointerPrefix))
    } catch let error as DecodingError {
      throw problem(error, prefix: pointerPrefix)
    } catch {
      throw Problem(.badRequest, code: "invalid_json", detail: "the body is not valid JSON")
    }
  }

  /// - Source: RFC 6901, section 3.
  private static func pointer(
    _ path: [any CodingKey], _ last: String? = nil, prefix: String
  ) -> String {
    let parts =
      path.map { $0.intValue.map(String.init) ?? $0.stringValue } + (last.map { [$0] } ?? [])
    return prefix
      + parts.map { part in
        "/"
          + part.map { character in
            switch character {
            case "~": "~0"
            case "/": "~1"
            default: String(character)
            }
          }.joined()
      }.joined()
  }

  private static func problem(_ error: DecodingError, prefix: String) -> Problem {
    switch error {
    case .keyNotFound(let key, let context):
      return Problem(
        .badRequest, code: "missing_field", detail: "the field \(key.stringValue) is missing",
        pointer: pointer(context.codingPath, key.stringValue, prefix: prefix))
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let place = pointer(context.codingPath, prefix: prefix)
      return Problem(
        .badRequest, code: "invalid_field",
        detail: "\(place.isEmpty ? "the body" : place) must be \(name(of: type))", pointer: place)
    case .dataCorrupted(let context):
      let place = pointer(context.codingPath, prefix: prefix)
      return Problem(
        .badRequest, code: "invalid_json",
        detail: place.isEmpty ? "the body is not valid JSON" : "\(place) is not valid",
        pointer: place)
    @unknown default:
      return Problem(.badRequest, code: "invalid_json", detail: "the body is not valid JSON")
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Double.Type: "a number"
    case is Int.Type: "a whole number"
    case is Bool.Type: "true or false"
    default: "\(type)".hasPrefix("Array") ? "an array" : "an object"
    }
  }
}
