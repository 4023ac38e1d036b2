import HTTPServer
import Service

/// Lists that are too long for one answer.
extension RapportAPI {
  static let cursor = Endpoint.Parameter(
    name: "cursor", place: .query, schema: .string(length: 1...2048),
    text: "next_cursor of the page before; the list begins without it")

  static let pageText =
    "Records that come or go while pages are read neither repeat nor hide others."

  /// The problem of a cursor that is none of this list.
  static let invalidCursor = Problem(
    .badRequest, code: "invalid_parameter",
    detail: "cursor must be the next_cursor of a page of this list", pointer: "?cursor")

  /// The parts of the cursor that a request gives; nil without one.
  static func place(
    _ request: Request, list: String, parts: Int
  ) throws(Problem) -> [String]? {
    guard let text = request.query("cursor") else { return nil }
    guard let cursor = PageCursor(text, of: list, parts: parts) else { throw invalidCursor }
    return cursor.parts
  }

  /// Where the next page begins; nil after the last.
  static func cursor<Element>(
    _ page: Page<Element>, _ list: String, _ parts: (Element) -> [String]
  ) -> String? {
    guard page.hasMore, let last = page.elements.last else { return nil }
    return PageCursor(list, parts(last)).text
  }
}
