import HTTPServer

extension Endpoint.Body {
  static let json = "application/json"
  /// One JSON object a line.
  static let lines = "application/x-ndjson"
  /// JSON, or many objects as JSON lines.
  static let jsonOrLines = [json, lines]
  /// Source: RFC 7396, "JSON Merge Patch".
  static let patch = ["application/merge-patch+json", json]

  /// Names that JSON lines go by; none is registered.
  private static let lineTypes: Set = [
    lines, "application/ndjson", "application/jsonl", "application/x-jsonl",
    "application/jsonlines", "application/x-jsonlines", "application/json-lines",
  ]

  /// Whether a request's body is JSON lines.
  static func holdsLines(_ request: Request) -> Bool {
    guard let text = request.headers["Content-Type"], text != json, let type = MediaType(text)
    else { return false }
    return lineTypes.contains(type.essence)
  }
}

extension Endpoint {
  /// Refuses a body of a type that the route does not take.
  func checkContentType(of request: Request) throws(Problem) {
    guard let body else { return }
    let fields = request.headers.values("Content-Type")
    if fields == [Endpoint.Body.json], body.types.contains(Endpoint.Body.json) { return }
    // Pages of any origin can send a body without a type, and no other, unasked.
    guard !fields.isEmpty || body.isRequired && !isRasa else { return }
    let types = body.types
    if fields.count == 1, let type = MediaType(fields[0]) {
      let essence = Endpoint.Body.lineTypes(type.essence)
      let charset = type.parameters.first { $0.name == "charset" }?.value.lowercased()
      if types.contains(essence), charset == nil || charset == "utf-8" { return }
    }
    let given =
      fields.isEmpty ? "; there is no Content-Type" : ", not \(fields.joined(separator: ", "))"
    var problem = Problem(
      .unsupportedMediaType, code: "unsupported_media_type",
      detail: "the body must be \(types.joined(separator: " or ")) in UTF-8\(given)")
    problem.headers[method == .patch ? "Accept-Patch" : "Accept-Post"] =
      types.joined(separator: ", ")
    throw problem
  }

  /// Refuses a path with a name that nothing can have: one that is blank or too long.
  func checkPath(of request: Request) throws(Problem) {
    for parameter in parameters where parameter.place == .path {
      guard case .string(_, _, let length?, _, _) = parameter.schema else { continue }
      let value = request.parameter(parameter.name)
      guard value.unicodeScalars.count > length.upperBound || value.allSatisfy(\.isWhitespace)
      else { continue }
      throw Problem(
        .notFound, code: "not_found",
        detail: "{\(parameter.name)} is blank or longer than \(length.upperBound) characters")
    }
  }

  /// Refuses a request whose `Accept` leaves out what the route answers with.
  func checkAccept(of request: Request) throws(Problem) {
    // Parsing takes as long as all else of a small answer, so what nearly all ask is known.
    guard !isRasa, let asked = request.headers["Accept"], asked != "*/*",
      let type = MediaType(responseType), !type.isAccepted(by: request)
    else { return }
    throw Problem(
      .notAcceptable, code: "not_acceptable",
      detail: "the answer is \(responseType), which the Accept field does not take")
  }
}

extension Endpoint.Body {
  /// The name by which a type is listed.
  fileprivate static func lineTypes(_ essence: String) -> String {
    lineTypes.contains(essence) ? lines : essence
  }
}
