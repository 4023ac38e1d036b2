/// The sizes beyond which a request is refused; all in bytes but `headerFields`.
package struct RequestLimits: Sendable, Hashable {
  /// Longest request line; more is 414.
  package var requestLine: Int
  /// All header lines together, line ends included; more is 431.
  package var headerBytes: Int
  /// Number of header lines; more is 431.
  package var headerFields: Int
  /// Longest body after decoding; more is 413.
  package var body: Int

  package init(
    requestLine: Int = 8 << 10, headerBytes: Int = 16 << 10, headerFields: Int = 100,
    body: Int = 1 << 20
  ) {
    precondition(
      requestLine > 0 && headerBytes > 0 && headerFields > 0 && body >= 0,
      "request limits must be positive: line \(requestLine), headers \(headerBytes) bytes in"
        + " \(headerFields) fields, body \(body)")
    self.requestLine = requestLine
    self.headerBytes = headerBytes
    self.headerFields = headerFields
    self.body = body
  }
}
