import Dispatch
import Glibc
import Synchronization

/// Writes lines to standard error on a thread of its own, so that a reader who is slow holds
/// nobody up; lines beyond what waits at the most are dropped and counted.
final class LogWriter: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var dropped = 0
    var isWriting = false
  }

  /// Bytes that may wait.
  private static let room = 1 << 20

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "rapport log")

  /// Queues a line, which ends with a newline.
  func append(_ line: [UInt8]) {
    let begins = state.withLock { state in
      guard state.waiting.count < Self.room else {
        state.dropped += 1
        return false
      }
      state.waiting += line
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if begins { queue.async { self.write() } }
  }

  /// Waits until all that was queued is written.
  func flush() { queue.sync {} }

  private func write() {
    while let (bytes, dropped) = take() {
      Self.write(bytes)
      guard dropped > 0 else { continue }
      Self.write(
        Array("{\"level\":\"warn\",\"msg\":\"log lines dropped\",\"count\":\(dropped)}\n".utf8))
    }
  }

  /// What waits; nil, and the writer is done, where nothing does.
  private func take() -> (bytes: [UInt8], dropped: Int)? {
    state.withLock { state in
      guard !state.waiting.isEmpty || state.dropped > 0 else {
        state.isWriting = false
        return nil
      }
      defer {
        state.waiting = []
        state.dropped = 0
      }
      return (state.waiting, state.dropped)
    }
  }

  private static func write(_ bytes: [UInt8]) {
    var left = bytes[...]
    while !left.isEmpty {
      let count = left.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { left = left.dropFirst(count) } else if errno != EINTR { return }
    }
  }
}
