/// Who is at the other end of a connection.
struct PeerAddress: Sendable, Hashable {
  /// The numeric address; IPv4 inside IPv6 is shown as IPv4.
  let text: String
  /// What connection caps count by: the IPv4 address, or the /64 of an IPv6 address, which is
  /// the least a provider hands out.
  let network: [UInt8]
}
