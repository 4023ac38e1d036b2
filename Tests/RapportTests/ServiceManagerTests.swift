import Glibc
import Service
import TestSupport
import Testing

@testable import rapport

@Suite struct ServiceManagerTests {
  private let directory = TemporaryDirectory()

  /// A bound datagram socket in the place of systemd's.
  private func listener(at path: String) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    #expect(result == 0)
    return descriptor
  }

  @Test func `systemd is told by datagrams`() {
    let path = directory.file("notify")
    let descriptor = listener(at: path)
    defer { close(descriptor) }
    let manager = ServiceManager { $0 == "NOTIFY_SOCKET" ? path : nil }
    manager.notify("READY=1")
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    #expect(count == 7)
    #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "READY=1")
    #expect(manager.watchdogInterval == nil)
  }

  @Test func `without systemd nothing is sent and nobody waits`() {
    let manager = ServiceManager { _ in nil }
    manager.notify("READY=1")
    #expect(manager.watchdogInterval == nil)
  }

  @Test func `signs of life come twice as often as they are asked for`() {
    func interval(pid: String?) -> Duration? {
      ServiceManager { name in
        ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": pid][name] ?? nil
      }.watchdogInterval
    }
    #expect(interval(pid: nil) == .seconds(15))
    #expect(interval(pid: "\(getpid())") == .seconds(15))
    #expect(interval(pid: "1") == nil)
  }

  @Test func `a line of the log is JSON whatever it holds`() {
    var line: [UInt8] = []
    for text in ["a\"b\\c\nd\u{1}é", "plain"] { line.append(json: text) }
    #expect(String(decoding: line, as: UTF8.self) == #""a\"b\\c\nd\u0001é""plain""#)
    #expect(LogTime.now.count == "2026-03-01T10:00:00.123Z".count)
  }
}
