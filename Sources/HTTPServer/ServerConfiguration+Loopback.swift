extension ServerConfiguration {
  /// Whether a host is an address that a server can be asked to listen on.
  package static func isAddress(_ host: String) -> Bool {
    SocketAddress(host: host, port: 0) != nil
  }

  /// Whether only programs of this machine can reach a server on that host; false for what is
  /// no address.
  package static func isLoopback(_ host: String) -> Bool {
    guard let peer = SocketAddress(host: host, port: 0)?.peer else { return false }
    return peer.text.hasPrefix("127.") || peer.text == "::1"
  }
}
