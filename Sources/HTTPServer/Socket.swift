import CEpoll
import Glibc

/// The socket calls; every pointer handed to the kernel for a socket is in this file.
enum Socket {
  /// How a read ended.
  enum Received {
    case bytes(Int)
    case endOfStream, wouldBlock, broken
  }

  /// How a write ended.
  enum Sent {
    case bytes(Int)
    case wouldBlock, broken
  }

  /// How an accept ended.
  enum Accepted: ~Copyable {
    case connection(Descriptor, peer: PeerAddress)
    /// Nobody waits.
    case none
    /// Out of descriptors or memory: try again later.
    case exhausted
  }

  private static let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

  /// Opens a listening socket; port 0 lets the system choose.
  ///
  /// The port is never shared (no `SO_REUSEPORT`), so that a second server on it fails.
  static func listen(on address: SocketAddress, backlog: Int32) throws(SystemFailure)
    -> Descriptor
  {
    let kind = Int32(SOCK_STREAM.rawValue) | flags
    let descriptor = try Descriptor(socket(address.family, kind, 0), from: "socket")
    // Lets a restarted server listen although old connections linger in TIME_WAIT.
    try set(SO_REUSEADDR, of: SOL_SOCKET, to: 1, on: descriptor)
    if address.family == AF_INET6 {
      try set(IPV6_V6ONLY, of: Int32(IPPROTO_IPV6), to: 0, on: descriptor)
    }
    var storage = address.storage
    let bound = unsafe withUnsafePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor.number, generic, address.length)
      }
    }
    guard bound == 0 else { throw SystemFailure("bind") }
    guard Glibc.listen(descriptor.number, backlog) == 0 else { throw SystemFailure("listen") }
    return descriptor
  }

  /// The port a socket is bound to.
  static func port(of descriptor: borrowing Descriptor) throws(SystemFailure) -> Int {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let number = descriptor.number
    let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getsockname(number, generic, &length)
      }
    }
    guard result == 0 else { throw SystemFailure("getsockname") }
    return SocketAddress(storage).port
  }

  static func accept(from listener: Int32) -> Accepted {
    while true {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let number = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          unsafe accept4(listener, generic, &length, flags)
        }
      }
      if let descriptor = try? Descriptor(number, from: "accept4") {
        // Answers are written whole; waiting for more to send only adds delay.
        try? set(TCP_NODELAY, of: Int32(IPPROTO_TCP), to: 1, on: descriptor)
        return .connection(descriptor, peer: SocketAddress(storage).peer)
      }
      switch errno {
      case EINTR, ECONNABORTED, EPROTO: continue
      case EMFILE, ENFILE, ENOMEM, ENOBUFS: return .exhausted
      default: return .none
      }
    }
  }

  static func receive(
    from descriptor: borrowing Descriptor, into buffer: inout [UInt8]
  ) -> Received {
    while true {
      let number = descriptor.number
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe rapport_receive(number, bytes.baseAddress, bytes.count)
      }
      guard count < 0 else { return count == 0 ? .endOfStream : .bytes(count) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wouldBlock
      default: return .broken
      }
    }
  }

  /// Sends what it can of `bytes` from `offset`; a vanished peer raises no SIGPIPE.
  static func send(
    _ bytes: [UInt8], from offset: Int, to descriptor: borrowing Descriptor
  ) -> Sent {
    let rest = bytes[offset...]
    while true {
      let number = descriptor.number
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe rapport_send(number, bytes.baseAddress, bytes.count)
      }
      guard count < 0 else { return .bytes(count) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .wouldBlock
      default: return .broken
      }
    }
  }

  /// Tells the peer that nothing more comes.
  static func finishSending(on descriptor: borrowing Descriptor) {
    shutdown(descriptor.number, Int32(SHUT_WR))
  }

  /// Turns new connections away from now on, in every thread.
  static func stopListening(on descriptor: borrowing Descriptor) {
    shutdown(descriptor.number, Int32(SHUT_RDWR))
  }

  private static func set(
    _ option: Int32, of level: Int32, to value: Int32, on descriptor: borrowing Descriptor
  ) throws(SystemFailure) {
    var value = value
    let size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe setsockopt(descriptor.number, level, option, &value, size) == 0 else {
      throw SystemFailure("setsockopt")
    }
  }
}
