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
///
/// What a body's media type is was checked before.
enum BodyReader {
  static func decode<Body: RequestBody>(
    _ type: Body.Type, from request: Request
  ) throws(Problem) -> Body {
    try decode(Strict<Body>.self, bytes: request.body[...]).body
  }

  /// Reads an object that may have other fields too, which are passed over.
  static func decode<Body: Decodable>(
    lenient type: Body.Type, from request: Request
  ) throws(Problem) -> Body {
    try decode(type, bytes: request.body[...])
  }

  /// Reads one object; `place` leads to it in the body.
  static func decode<Body: RequestBody>(
    _ type: Body.Type, from bytes: ArraySlice<UInt8>, at place: String = ""
  ) throws(Problem) -> Body {
    try decode(Strict<Body>.self, bytes: bytes, pointerPrefix: place).body
  }

  /// Reads an array of objects.
  static func decode<Body: RequestBody>(
    arrayOf type: Body.Type, from bytes: ArraySlice<UInt8>
  ) throws(Problem) -> [Body] {
    try decode([Strict<Body>].self, bytes: bytes).map(\.body)
  }

  static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { [0x20, 0x09, 0x0d].contains($0) }
  }

  /// Whether a body's first value is an array.
  static func isArray(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first { ![0x20, 0x0a, 0x0d, 0x09].contains($0) } == UInt8(ascii: "[")
  }

  /// Refuses an identifier that could name nothing: one that is empty, longer than
  /// 256 characters, blank, or that has control characters.
  static func checkIdentifier(_ id: String, pointer: @autoclosure () -> String) throws(Problem) {
    // Most ids are plain ASCII, where one pass tells all.
    if (1...256).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
      return
    }
    func invalid(_ reason: String) -> Problem { Problem(at: pointer(), reason) }
    guard (1...256).contains(id.unicodeScalars.count) else {
      throw invalid("must have 1 to 256 characters")
    }
    guard !id.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
      throw invalid("must not be blank")
    }
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

  private static func decode<T: Decodable>(
    _ type: T.Type, bytes: ArraySlice<UInt8>, pointerPrefix: String = ""
  ) throws(Problem) -> T {
    guard !bytes.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body is empty; send JSON")
    }
    do throws(JSONFailure) {
      try JSONReader.check(bytes)
    } catch {
      throw error.problem(prefix: pointerPrefix)
    }
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as UnknownField {
      throw .unknownField(
        at: pointer(error.path, error.name, prefix: pointerPrefix), name: error.name,
        known: error.known)
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
    return prefix + parts.map { "/" + JSONFailure.escaped($0) }.joined()
  }

  private static func problem(_ error: DecodingError, prefix: String) -> Problem {
    switch error {
    case .keyNotFound(let key, let context):
      return .missingField(
        at: pointer(context.codingPath, key.stringValue, prefix: prefix), name: key.stringValue)
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return Problem(
        at: pointer(context.codingPath, prefix: prefix), "must be \(name(of: type))")
    case .dataCorrupted(let context):
      let place = pointer(context.codingPath, prefix: prefix)
      return Problem(
        at: place, place.isEmpty ? "is not valid JSON" : "is not valid", code: "invalid_json")
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
