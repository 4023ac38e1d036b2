/// A listening socket, closed when the server and its last loop let go of it.
final class Listener: Sendable {
  let descriptor: Descriptor
  let port: Int

  init(host: String, port: UInt16) throws(ServerError) {
    guard let address = SocketAddress(host: host, port: port) else {
      throw .malformedAddress(host)
    }
    do {
      descriptor = try Socket.listen(on: address, backlog: 512)
      self.port = try Socket.port(of: descriptor)
    } catch {
      throw .binding(host: host, port: port, failure: error)
    }
  }

  func stop() { Socket.stopListening(on: descriptor) }
}
