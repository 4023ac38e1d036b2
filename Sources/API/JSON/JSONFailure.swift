import HTTPServer

/// Why bytes are not the JSON that this API takes.
struct JSONFailure: Error {
  /// Stable; the `code` of the problem that clients get.
  let code: String
  /// What is wrong, for people.
  let detail: String
  /// The names and indices that lead to the place, the innermost first.
  private(set) var path: [String] = []

  /// The fields that there are, where one was named that is none.
  private var known: [String]?

  init(_ code: String, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// A field that a body does not have.
  static func unknownField(known: [String]) -> JSONFailure {
    var failure = JSONFailure("unknown_field", "")
    failure.known = known
    return failure
  }

  /// A value that is JSON and not what the field takes.
  static func wrongType(_ wanted: String) -> JSONFailure {
    JSONFailure("invalid_field", "must be \(wanted)")
  }

  /// The same failure one level further out.
  func inside(_ name: String) -> JSONFailure {
    var failure = self
    failure.path.append(name)
    return failure
  }

  /// The place as a JSON pointer; empty for the whole text.
  ///
  /// - Source: RFC 6901, section 3.
  var pointer: String { path.reversed().map { "/" + Self.escaped($0) }.joined() }

  static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0x7e || $0 == 0x2f }) else { return name }
    return name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// A name as it was before it became part of a pointer.
  static func unescaped(_ part: String) -> String {
    part.replacing("~1", with: "/").replacing("~0", with: "~")
  }

  /// The problem that clients get; `prefix` leads to the text in the body.
  func problem(prefix: String = "") -> Problem {
    let place = prefix + pointer
    guard let known else {
      var problem = Problem(at: place, detail, code: code)
      if place.isEmpty, code != "invalid_json" { problem.pointer = nil }
      return problem
    }
    return .unknownField(at: place, name: path.first ?? "", known: known)
  }
}
