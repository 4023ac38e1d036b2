import Domain
import HTTPServer

/// A record as clients send it, alone, in an array or on a line of its own.
protocol IngestedRow: Sendable {
  associatedtype Record: Sendable
  /// What one of them is called in messages.
  static var name: String { get }
  /// Reads one object; `place` leads to it in the body.
  static func read(_ bytes: ArraySlice<UInt8>, at place: String) throws(Problem) -> Self
  static func read(arrayIn bytes: ArraySlice<UInt8>) throws(Problem) -> [Self]
  /// What it means.
  func record(at place: String, now: Timestamp) throws(Problem) -> Record
}

extension IngestedRow where Self: RequestBody {
  static func read(_ bytes: ArraySlice<UInt8>, at place: String) throws(Problem) -> Self {
    try BodyReader.decode(Self.self, from: bytes, at: place)
  }

  static func read(arrayIn bytes: ArraySlice<UInt8>) throws(Problem) -> [Self] {
    try BodyReader.decode(arrayOf: Self.self, from: bytes)
  }
}

/// The checks that rows have in common.
struct RowChecks {
  let place: String

  func invalid(_ field: String, _ reason: String) -> Problem {
    Problem(at: "\(place)/\(field)", reason)
  }

  /// A text without the blanks around it; nil where nothing is left.
  ///
  /// - Throws: for a NUL, which ends texts in C and in the tools of SQLite.
  func text(_ text: String?, _ field: String) throws(Problem) -> String? {
    guard let text else { return nil }
    guard !text.utf8.contains(0) else { throw invalid(field, "must not have a NUL character") }
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(start[...last])
  }

  func texts(_ texts: [String]?, _ field: String) throws(Problem) -> [String] {
    var result: [String] = []
    for (index, text) in (texts ?? []).enumerated() {
      if let text = try self.text(text, "\(field)/\(index)") { result.append(text) }
    }
    return result
  }

  /// Attributes by name; a name must be what an id must be.
  func attributes(
    _ attributes: [String: AttributeValue]?
  ) throws(Problem) -> [String: AttributeValue] {
    for (name, value) in attributes ?? [:] { try check(name, value) }
    return attributes ?? [:]
  }

  func check(_ name: String, _ value: AttributeValue?) throws(Problem) {
    let field = "attributes/\(JSONFailure.escaped(name))"
    try BodyReader.checkIdentifier(name, pointer: "\(place)/\(field)")
    if case .text(let text) = value { _ = try self.text(text, field) }
  }
}
