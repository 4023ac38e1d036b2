import Service

/// A JSON value with its keys in order, for documents made once.
enum JSONValue: Sendable {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])
  /// A value that is JSON already.
  case text(String)

  var text: String {
    switch self {
    case .text(let text): text
    case .string(let string): Self.quoted(string)
    case .integer(let integer): String(integer)
    case .boolean(let flag): flag ? "true" : "false"
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0) + ":" + $1.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(json: text)
    return String(decoding: bytes, as: UTF8.self)
  }
}
