import Glibc
import Testing

@testable import Terminal

// Signals concern the whole process, so each test has one of its own.
@Suite struct InterruptionTests {
  /// Sends a signal to the process, as `raise` would to this thread only, and
  /// waits for it to be noticed or to end the process.
  private static func send(_ signal: Int32, until isDone: () -> Bool) {
    kill(getpid(), signal)
    for _ in 0..<10_000 where !isDone() { usleep(1000) }
  }

  @Test func `the first signal asks and the second ends`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interruption.listen()
      if Interruption.isRequested { _exit(1) }
      try Interruption.check()
      InterruptionTests.send(SIGINT) { Interruption.isRequested }
      let failure = #expect(throws: CommandFailure.self) { try Interruption.check() }
      guard failure?.exitCode == .interrupted else { _exit(3) }
      InterruptionTests.send(SIGTERM) { false }
      _exit(5)
    }
  }

  @Test func `the action runs at the first signal`() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Interruption.listen { _exit(42) }
      InterruptionTests.send(SIGTERM) { false }
      _exit(5)
    }
  }
}
