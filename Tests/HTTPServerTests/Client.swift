import Glibc

/// A blocking socket to a server on 127.0.0.1 that sends any bytes and reads responses.
final class Client {
  struct Reply: Equatable {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  private let descriptor: Int32
  private var received: [UInt8] = []

  /// Connects; reads give up after ten seconds.
  init(port: Int, receiveBuffer: Int32? = nil) throws(Failure) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var timeout = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(what: "connect: \(errno)") }
  }

  struct Failure: Error { var what: String }

  deinit { close(descriptor) }

  func send(_ text: String) { sender()(text) }

  /// What sends text from any thread, as long as this object is there.
  func sender() -> @Sendable (String) -> Void {
    { [descriptor] text in
      let bytes = Array(text.utf8)
      var offset = 0
      while offset < bytes.count {
        let count = bytes[offset...].withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        offset += count
      }
    }
  }

  func get(_ path: String, _ headers: String = "") throws -> Reply {
    send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(headers)\r\n")
    return try reply()
  }

  /// Whether the server said something, or closed, within a time.
  func hasInput(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return !received.isEmpty || poll(&request, 1, milliseconds) > 0
  }

  /// Whether this system speaks IPv6 at all.
  static let hasIPv6 = access("/proc/net/if_inet6", F_OK) == 0

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Has the end of this object reach the server as a reset.
  func resetOnClose() {
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  /// Reads more, or says false at the end of the stream.
  private func fill() throws(Failure) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 || errno == ECONNRESET else { throw Failure(what: "recv: \(errno)") }
    received += buffer.prefix(max(0, count))
    return count > 0
  }

  /// Reads one response.
  func reply(toHead: Bool = false) throws -> Reply {
    var lines: [String] = []
    while lines.last != "" { lines.append(try line()) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst().dropLast() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    let length = toHead ? 0 : Int(headers["content-length"] ?? "0") ?? 0
    while received.count < length {
      guard try fill() else { throw Failure(what: "the body ended early") }
    }
    let body = String(decoding: received.prefix(length), as: UTF8.self)
    received.removeFirst(length)
    return Reply(status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: headers, body: body)
  }

  private func line() throws -> String {
    while true {
      if let end = received.firstIndex(of: 10) {
        let line = String(decoding: received[..<end], as: UTF8.self)
        received.removeSubrange(...end)
        return String(line.unicodeScalars.filter { $0 != "\r" })
      }
      guard try fill() else { throw Failure(what: "the connection closed before a response") }
    }
  }

  /// Whether the server closes without another byte.
  func isClosedByServer() throws -> Bool {
    guard received.isEmpty else { return false }
    return try !fill() && received.isEmpty
  }
}
