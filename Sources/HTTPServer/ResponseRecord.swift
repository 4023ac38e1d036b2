/// What happened to one request, for logs and metrics.
package struct ResponseRecord: Sendable {
  /// Nil if no request could be read.
  package let method: Method?
  /// The template of the route, or nil if no route has the path.
  package let template: String?
  package let status: Status
  /// From the whole request's arrival to the last byte handed to the system.
  package let duration: Duration
  /// Bytes handed to the system, head included; fewer than the response if the client left.
  package let bytes: Int
  package let requestID: String?
  package let remoteAddress: String
  /// The text of an error that became 500.
  package let failure: String?
}
