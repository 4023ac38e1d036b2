/// A request that breaks HTTP or a limit; it is answered once and the connection closes.
package struct ProtocolError: ResponseError, Hashable, CustomStringConvertible {
  /// What the client is told.
  package let status: Status
  /// What was wrong with the request, for its sender.
  package let detail: String

  package init(_ status: Status = .badRequest, _ detail: String) {
    self.status = status
    self.detail = detail
  }

  package var description: String { "\(status): \(detail)" }
}
