extension ServerConfiguration {
  /// Whether only programs of this machine can reach a server on that host; false for what is
  /// no address.
  package static func isLoopback(_ host: String) -> Bool {
    guard let peer = SocketAddress(host: host, port: 0)?.peer else { return false }
    return peer.text.hasPrefix("127.") || peer.text == "::1"
  }
}
