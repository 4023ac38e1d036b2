import Glibc

/// Tells systemd, where it started the process, how the service is.
///
/// - Source: sd_notify(3): datagrams to the socket that `NOTIFY_SOCKET` names.
struct ServiceManager: Sendable {
  private let socketPath: String?
  /// Between two signs of life; nil where nobody waits for any.
  let watchdogInterval: Duration?

  /// Reads what systemd asks for in its environment.
  init(environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }) {
    socketPath = environment("NOTIFY_SOCKET")
    let isForUs = environment("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
    watchdogInterval =
      isForUs
      ? environment("WATCHDOG_USEC").flatMap(Int.init).map { .microseconds($0 / 2) } : nil
  }

  /// Sends a state such as `READY=1`; does nothing where systemd is not there.
  func notify(_ state: String) {
    guard let socketPath else { return }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var path = Array(socketPath.utf8)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    // A name that begins with @ is not in the file system (unix(7)).
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let length = MemoryLayout<sa_family_t>.size + path.count
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let message = Array(state.utf8)
    _ = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(
          descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
      }
    }
  }
}
