/// What is known of a request once its head has been read; shared by all that need it.
final class RequestHead: Sendable {
  let method: Method
  let target: RequestTarget
  let headers: HeaderFields
  let remoteAddress: String
  let id: String
  let trace: TraceContext?

  /// The head of a request that came over a connection; one without an id gets a random one.
  init(
    _ method: Method, _ target: RequestTarget, _ headers: HeaderFields, from address: String,
    using generator: inout RandomPool
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    remoteAddress = address
    id = Self.id(from: headers, using: &generator)
    trace = Self.trace(from: headers, using: &generator)
  }

  /// The head of a request without a connection.
  init(_ method: Method, _ target: RequestTarget, _ headers: HeaderFields, from address: String) {
    self.method = method
    self.target = target
    self.headers = headers
    remoteAddress = address
    var generator = SystemRandomNumberGenerator()
    id = Self.id(from: headers, using: &generator)
    trace = Self.trace(from: headers, using: &generator)
  }

  private static func id(
    from headers: HeaderFields, using generator: inout some RandomNumberGenerator
  ) -> String {
    RequestID.accepted(headers["X-Request-Id"]) ?? RequestID.random(using: &generator)
  }

  /// The caller's trace; one that is named twice is anyone's guess, so it counts as none.
  private static func trace(
    from headers: HeaderFields, using generator: inout some RandomNumberGenerator
  ) -> TraceContext? {
    guard let first = headers["traceparent"], headers.values("traceparent").count == 1 else {
      return nil
    }
    return TraceContext(traceparent: first, using: &generator)
  }
}
