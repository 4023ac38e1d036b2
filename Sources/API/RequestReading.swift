import Domain
import FoundationEssentials
import HTTPServer
import Service

/// Reads query parameters.
struct QueryReader {
  let request: Request

  init(_ request: Request) { self.request = request }

  /// Refuses parameters that a route does not have, rather than ignore them.
  static func check(_ request: Request, known: [String]) throws(Problem) {
    for item in request.query where !known.contains(item.name) {
      throw Problem(
        .badRequest, code: "unknown_parameter",
        detail: "there is no parameter \"\(item.name)\" here"
          + (known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))"),
        pointer: "?\(item.name)")
    }
  }

  func integer(
    _ name: String, default fallback: Int, in range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    guard let text = request.query(name) else { return fallback }
    guard let value = Int(text), range.contains(value) else {
      throw invalid(
        name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func number(
    _ name: String, default fallback: Double, in range: ClosedRange<Double>
  ) throws(Problem) -> Double {
    guard let text = request.query(name) else { return fallback }
    guard let value = Double(text), range.contains(value) else {
      throw invalid(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func flag(_ name: String) throws(Problem) -> Bool {
    switch request.query(name) {
    case nil, "false", "0": false
    case "true", "1", "": true
    default: throw invalid(name, "must be true or false")
    }
  }

  /// All values of a parameter that may be repeated or hold a comma-separated list.
  func list(_ name: String) -> [String] {
    request.query.filter { $0.name == name }
      .flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  private func invalid(_ name: String, _ reason: String) -> Problem {
    Problem(
      .badRequest, code: "invalid_parameter", detail: "\(name) \(reason)", pointer: "?\(name)")
  }
}

/// Reads JSON bodies; an error names the field by its JSON pointer.
enum BodyReader {
  static func decode<T: Decodable>(
    _ type: T.Type, from request: Request, pointerPrefix: String = ""
  ) throws(Problem) -> T {
    if let media = request.headers["Content-Type"], !media.lowercased().contains("json") {
      throw Problem(
        .unsupportedMediaType, code: "unsupported_media_type",
        detail: "the body must be application/json, not \(media)")
    }
    return try decode(type, from: request.body, pointerPrefix: pointerPrefix)
  }

  static func decode<T: Decodable>(
    _ type: T.Type, from bytes: some Sequence<UInt8>, pointerPrefix: String = ""
  ) throws(Problem) -> T {
    let data = Data(bytes)
    guard !data.isEmpty else {
      throw Problem(.badRequest, code: "empty_body", detail: "the body is empty; send JSON")
    }
    do {
      return try JSONText.decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw problem(error, prefix: pointerPrefix)
    } catch {
      throw Problem(.badRequest, code: "invalid_json", detail: "the body is not valid JSON")
    }
  }

  private static func problem(_ error: DecodingError, prefix: String) -> Problem {
    func pointer(_ path: [any CodingKey], _ last: String? = nil) -> String {
      let parts = path.map { $0.intValue.map(String.init) ?? snake($0.stringValue) }
      return prefix + (parts + (last.map { [snake($0)] } ?? [])).map { "/" + $0 }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context):
      let place = pointer(context.codingPath, key.stringValue)
      return Problem(
        .badRequest, code: "missing_field",
        detail: "the field \(snake(key.stringValue)) is missing", pointer: place)
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      let place = pointer(context.codingPath)
      return Problem(
        .badRequest, code: "invalid_field",
        detail: "\(place.isEmpty ? "the body" : place) must be \(name(of: type))", pointer: place)
    case .dataCorrupted(let context):
      let place = pointer(context.codingPath)
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

  private static func snake(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase { result += "_" }
      result += character.lowercased()
    }
    return result
  }
}
