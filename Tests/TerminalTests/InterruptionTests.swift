import Glibc
import Testing

@testable import Terminal

// Signals concern the whole process, so each test has one of its own.
@Suite struct InterruptionTests {
  @Test func `the first signal asks and the second ends`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      Interruption.listen()
      if Interruption.isRequested { _exit(1) }
      try Interruption.check()
      raise(SIGINT)
      guard Interruption.isRequested else { _exit(2) }
      do {
        try Interruption.check()
        _exit(3)
      } catch {
        if error.exitCode != .interrupted { _exit(4) }
      }
      raise(SIGTERM)
      _exit(5)
    }
  }

  @Test func `the action runs at the first signal`() async {
    await #expect(processExitsWith: .exitCode(42)) {
      Interruption.listen { _exit(42) }
      raise(SIGTERM)
      while true { pause() }
    }
  }
}
