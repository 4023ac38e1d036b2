/// An accepted connection's socket and who is at its other end.
final class ClientSocket: Sendable {
  let descriptor: Descriptor
  let peer: PeerAddress

  init(_ descriptor: consuming Descriptor, peer: PeerAddress) {
    self.descriptor = descriptor
    self.peer = peer
  }
}
