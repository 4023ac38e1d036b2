/// What happened to one request, for logs and metrics.
package struct ResponseRecord: Sendable {
  let head: RequestHead?
  /// The template of the route, or nil if no route has the path.
  package let template: String?
  /// What the client was told.
  package let status: Status
  /// Where among the router's routes the one stands whose handler ran.
  package let route: Int?
  /// From the whole head's arrival to the last byte handed to the system.
  package let nanoseconds: Int64
  /// Bytes handed to the system, head included; fewer than the response if the client left.
  package let bytes: Int
  /// Who sent the request, as the gate found.
  package let keyID: String?
  /// Where the request came from.
  package let remoteAddress: String
  /// What the client was not told of an error, for the log.
  package let failure: String?

  /// From the whole head's arrival to the last byte handed to the system.
  package var duration: Duration { .nanoseconds(nanoseconds) }
  /// Nil if no request could be read.
  package var method: Method? { head?.method }
  /// Nil if no request could be read.
  package var requestID: String? { head?.id }
  /// Of the distributed trace, 32 hexadecimal digits; nil if the request belongs to none.
  package var traceID: String? { head?.trace?.traceID }
}
