/// An error that knows how it is told to a client.
///
/// Any other error a handler throws becomes 500 and its text stays in the log.
package protocol ResponseError: Error {
  var status: Status { get }
  /// What went wrong and how to mend it; shown to the client.
  var detail: String { get }
  /// What only the log is told; nil where the detail says it all.
  var reasonForLog: String? { get }
  /// Fields added to the response, such as `Retry-After`.
  var headers: HeaderFields { get }
  /// The whole response, for errors with a body of their own; nil has the server's renderer
  /// write one from `status` and `detail`.
  func response(to request: Request) -> Response?
}

extension ResponseError {
  package var reasonForLog: String? { nil }
  package var headers: HeaderFields { [:] }
  package func response(to request: Request) -> Response? { nil }
}
