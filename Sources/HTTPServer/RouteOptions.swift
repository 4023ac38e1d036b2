/// How the server treats the requests of one route.
package struct RouteOptions: Sendable {
  /// Longest body in bytes; nil for the server's limit.
  package var bodyLimit: Int?
  /// Whether the handler starts when the head is read and pulls the body from
  /// `Request.stream`; `Request.body` is empty then.
  ///
  /// Such handlers have threads of their own, so that slow uploads do not hold up the rest.
  package var isStreamed: Bool
  /// Whether the handler runs on the thread that serves sockets: it must neither block nor
  /// take long.
  package var isInline: Bool

  /// - Precondition: a streamed handler is not inline, and the limit is not negative.
  package init(bodyLimit: Int? = nil, isStreamed: Bool = false, isInline: Bool = false) {
    precondition(!(isStreamed && isInline), "a streamed handler blocks, so it cannot be inline")
    precondition(bodyLimit.map { $0 >= 0 } ?? true, "a body limit cannot be negative")
    self.bodyLimit = bodyLimit
    self.isStreamed = isStreamed
    self.isInline = isInline
  }
}
