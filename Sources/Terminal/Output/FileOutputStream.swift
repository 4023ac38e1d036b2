import Glibc

/// Text to a file descriptor, through one buffer and `write(2)`.
///
/// A reader that went away ends the process quietly. Any other failure is kept
/// until ``finish()``, as a text stream cannot throw; what follows it is dropped.
/// Not for sharing between threads.
package final class FileOutputStream: TextOutputStream {
  package let descriptor: Int32
  /// Whether a person sees the stream, so that each line goes out at once.
  package let isTerminal: Bool
  private var buffer: [UInt8] = []
  private let capacity: Int
  private var failure: Int32?

  package init(descriptor: Int32, capacity: Int = 65_536) {
    self.descriptor = descriptor
    self.capacity = capacity
    isTerminal = isatty(descriptor) == 1
    buffer.reserveCapacity(capacity)
  }

  deinit { flush() }

  package func write(_ string: String) {
    write(bytes: string.utf8)
    if isTerminal, string.utf8.last == UInt8(ascii: "\n") { flush() }
  }

  /// Adds bytes that are text already, such as JSON.
  package func write(bytes: some Sequence<UInt8>) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= capacity { flush() }
  }

  /// Sends what is buffered.
  package func flush() {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard failure == nil else { return }
    var sent = 0
    while sent < buffer.count {
      let count = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      if count >= 0 {
        sent += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      // The reader has all that it wanted, as in `rapport … | head`.
      case EPIPE: _exit(ExitCode.ok.rawValue)
      case let code:
        failure = code
        return
      }
    }
  }

  /// Sends what is buffered and says what could not be sent.
  ///
  /// - Throws: exit code 74 with the system's reason.
  package func finish() throws(CommandFailure) {
    flush()
    guard let failure else { return }
    let name = descriptor == STDOUT_FILENO ? "standard output" : "file descriptor \(descriptor)"
    throw CommandFailure(
      "Cannot write to \(name): \(systemErrorText(failure)).",
      hint: "Not all of the output has been written", exitCode: .ioError)
  }

  /// Makes a vanished reader an error of `write(2)` rather than a deadly signal.
  ///
  /// To be called first of all.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  private func waitUntilWritable() {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&entry, 1, -1)
  }
}

/// The system's words for an error number.
package func systemErrorText(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
