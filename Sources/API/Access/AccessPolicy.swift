/// Who may call the API, and how often.
package struct AccessPolicy: Sendable {
  /// Whether every route but the open ones needs a key.
  package var requiresKey: Bool
  /// Requests a second that one key, or one address without a key, may make on average; nil for
  /// as many as it likes.
  package var requestsPerSecond: Int?

  /// Seconds' worth of requests that may come at once.
  package static let burstSeconds = 10

  package init(requiresKey: Bool = false, requestsPerSecond: Int? = nil) {
    precondition(requestsPerSecond ?? 1 > 0, "a rate limit must be above zero")
    self.requiresKey = requiresKey
    self.requestsPerSecond = requestsPerSecond
  }
}
