/// A request method (RFC 9110, section 9); open, so that a new one is a new constant.
package struct Method: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package var description: String { rawValue }

  package static let get = Method(rawValue: "GET")
  package static let head = Method(rawValue: "HEAD")
  package static let post = Method(rawValue: "POST")
  package static let put = Method(rawValue: "PUT")
  package static let patch = Method(rawValue: "PATCH")
  package static let delete = Method(rawValue: "DELETE")
  package static let options = Method(rawValue: "OPTIONS")
  package static let trace = Method(rawValue: "TRACE")
  package static let query = Method(rawValue: "QUERY")

  /// The methods this server knows; any other is answered with 501.
  ///
  /// No route takes TRACE, which would show fields that a proxy added, nor QUERY, so that both
  /// are answered with 405.
  package static let implemented: [Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .query,
  ]

  /// Whether a request of this method normally carries content.
  var carriesContent: Bool { self == .post || self == .put || self == .patch }
}
