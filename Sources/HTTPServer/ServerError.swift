/// Why a server could not start.
package struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure.
  package struct Code: RawRepresentable, Sendable, Hashable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Another process listens there.
    package static let addressInUse = Code(rawValue: "address_in_use")
    /// The address is not of this machine.
    package static let addressUnavailable = Code(rawValue: "address_unavailable")
    /// The text is no address.
    package static let malformedAddress = Code(rawValue: "malformed_address")
    /// The system does not let this user.
    package static let permissionDenied = Code(rawValue: "permission_denied")
    /// The system is out of something: descriptors, memory or threads.
    package static let resourceExhausted = Code(rawValue: "resource_exhausted")
    /// Anything else that the system refused.
    package static let systemCallFailed = Code(rawValue: "system_call_failed")
  }

  /// What programs go by.
  package let code: Code
  /// What failed and how to mend it.
  package let message: String

  package var description: String { message }
}

extension ServerError {
  static func malformedAddress(_ host: String) -> ServerError {
    ServerError(
      code: .malformedAddress,
      message: "'\(host)' is not an address to listen on: give an IPv4 address, an IPv6 address"
        + " or localhost")
  }

  /// The failure to listen on an address.
  static func binding(host: String, port: UInt16, failure: SystemFailure) -> ServerError {
    switch failure.kind {
    case .addressInUse:
      ServerError(
        code: .addressInUse,
        message: "port \(port) on \(host) is already in use: stop the process that holds it"
          + " (ss -ltnp 'sport = :\(port)' names it) or choose another port")
    case .addressUnavailable:
      ServerError(
        code: .addressUnavailable,
        message: "\(host) is not an address of this machine: listen on 127.0.0.1, or on 0.0.0.0"
          + " for every address it has")
    case .permissionDenied:
      ServerError(
        code: .permissionDenied,
        message: "no permission to listen on port \(port) of \(host): choose a port from 1024 up,"
          + " or grant CAP_NET_BIND_SERVICE")
    default: system(failure)
    }
  }

  static func system(_ failure: SystemFailure) -> ServerError {
    failure.kind == .exhausted
      ? ServerError(
        code: .resourceExhausted,
        message: "\(failure.call) failed, \(failure.reason): raise the limit of open files or"
          + " threads (ulimit -n, ulimit -u)")
      : ServerError(
        code: .systemCallFailed, message: "\(failure.call) failed: \(failure.reason)")
  }
}
