import CEpoll
import Glibc

/// An IPv4 or IPv6 address and port in the kernel's layout.
struct SocketAddress {
  let storage: sockaddr_storage

  init(_ storage: sockaddr_storage) { self.storage = storage }

  /// Parses a numeric address; `localhost` is 127.0.0.1 and brackets around IPv6 may stay.
  init?(host: String, port: UInt16) {
    var host = host == "localhost" ? "127.0.0.1" : host
    if host.hasPrefix("[") && host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    var storage = sockaddr_storage()
    let parsed = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      var four = sockaddr_in()
      if unsafe inet_pton(AF_INET, host, &four.sin_addr) == 1 {
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = port.bigEndian
        unsafe bytes.storeBytes(of: four, as: sockaddr_in.self)
        return true
      }
      var six = sockaddr_in6()
      guard unsafe inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { return false }
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      unsafe bytes.storeBytes(of: six, as: sockaddr_in6.self)
      return true
    }
    guard parsed else { return nil }
    self.storage = storage
  }

  var family: Int32 { Int32(storage.ss_family) }

  var length: socklen_t {
    let size =
      family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    return socklen_t(size)
  }

  var port: Int {
    // The port has the same place in both layouts, after the family.
    unsafe withUnsafeBytes(of: storage) { bytes in
      Int(UInt16(bigEndian: unsafe bytes.load(fromByteOffset: 2, as: UInt16.self)))
    }
  }

  var peer: PeerAddress {
    let offset =
      family == AF_INET
      ? MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)
      : MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
    var address = unsafe withUnsafeBytes(of: storage) { bytes in
      unsafe Array(bytes[(offset ?? 0)...].prefix(family == AF_INET ? 4 : 16))
    }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    if address.starts(with: mapped) { address.removeFirst(mapped.count) }
    return PeerAddress(
      text: Self.text(address), network: address.count == 4 ? address : Array(address.prefix(8)))
  }

  /// The text of 4 or 16 address bytes.
  private static func text(_ address: [UInt8]) -> String {
    let family = address.count == 4 ? AF_INET : AF_INET6
    return unsafe withUnsafeTemporaryAllocation(
      of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)
    ) { buffer in
      guard
        let text = unsafe inet_ntop(
          family, address, buffer.baseAddress, socklen_t(INET6_ADDRSTRLEN))
      else { return "unknown" }
      return unsafe String(cString: text)
    }
  }
}
