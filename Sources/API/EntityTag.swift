import Digest
import HTTPServer

/// The tag by which a client knows one state of a resource.
///
/// - Source: RFC 9110, sections 8.8.3, 13.1.1 and 13.1.2.
enum EntityTag {
  /// The strong tag of a representation.
  static func of(_ body: [UInt8]) -> String {
    "\"\(SHA256.hexadecimal(of: body).prefix(32))\""
  }

  /// Whether `If-None-Match` names the tag, so that the client has this state.
  static func isKnown(_ tag: String, by request: Request) -> Bool {
    list(request, "If-None-Match").contains {
      $0 == "*" || ($0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0) == tag
    }
  }

  /// Refuses a change of a state that the client does not expect.
  static func checkMatch(_ tag: String, of request: Request) throws(Problem) {
    let expected = list(request, "If-Match")
    guard expected.isEmpty || expected.contains(where: { $0 == "*" || $0 == tag }) else {
      var problem = Problem(
        .preconditionFailed, code: "precondition_failed",
        detail: "it has changed since: its ETag is \(tag) now; read it again, then send the change")
      problem.headers["ETag"] = tag
      throw problem
    }
  }

  private static func list(_ request: Request, _ field: String) -> [String] {
    request.headers.values(field).flatMap { $0.split(separator: ",") }.map { piece in
      let start = piece.drop { $0 == " " || $0 == "\t" }
      guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
      return String(start[...last])
    }
  }
}
