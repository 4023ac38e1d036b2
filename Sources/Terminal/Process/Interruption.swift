import Glibc
import Synchronization

/// Ctrl-C and requests to stop.
///
/// The first one asks the work to end cleanly, the second ends the process at
/// once with exit code 130.
package enum Interruption {
  /// Whether someone asked the process to stop.
  package static var isRequested: Bool { count.load(ordering: .acquiring) > 0 }

  /// Starts to listen for SIGINT and SIGTERM; to be called once, early.
  ///
  /// - Parameter action: runs on a thread of its own at the first request, for
  ///   work that waits rather than asks ``isRequested``.
  package static func listen(action: (@Sendable () -> Void)? = nil) {
    if let action { startThread(action) }
    // Touched here, so that no handler is the first to initialise it.
    _ = count.load(ordering: .relaxed)
    var handler = sigaction()
    handler.__sigaction_handler.sa_handler = { _ in handleSignal() }
    // Blocking calls return EINTR only where they are written to expect it.
    handler.sa_flags = Int32(SA_RESTART)
    sigemptyset(&handler.sa_mask)
    sigaction(SIGINT, &handler, nil)
    sigaction(SIGTERM, &handler, nil)
  }

  /// Ends work that someone asked to stop.
  ///
  /// - Throws: exit code 130 once a request has come.
  package static func check() throws(CommandFailure) {
    guard isRequested else { return }
    throw CommandFailure("Interrupted.", exitCode: .interrupted)
  }

  private static func startThread(_ action: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let readEnd = ends[0]
    let body = Unmanaged.passRetained(ThreadBody { waitForByte(readEnd, then: action) })
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard status == 0 else {
      body.release()
      return
    }
    pthread_detach(thread)
    wakeUp.store(ends[1], ordering: .releasing)
  }

  private static func waitForByte(_ descriptor: Int32, then action: () -> Void) {
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) < 0, errno == EINTR {}
    action()
  }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

private let count = Atomic<Int>(0)
private let wakeUp = Atomic<Int32>(-1)

/// Runs inside a signal handler: only atomics, `write` and `_exit` are allowed.
private func handleSignal() {
  guard count.add(1, ordering: .acquiringAndReleasing).newValue == 1 else {
    _exit(ExitCode.interrupted.rawValue)
  }
  let descriptor = wakeUp.load(ordering: .acquiring)
  guard descriptor >= 0 else { return }
  let savedError = errno
  var byte: UInt8 = 1
  _ = write(descriptor, &byte, 1)
  errno = savedError
}
