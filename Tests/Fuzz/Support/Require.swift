import Glibc

/// Ends the process as a finding where something does not hold.
///
/// Optimised programs leave the messages of preconditions out; this one keeps its own.
package func require(_ holds: Bool, _ message: @autoclosure () -> String) {
  if !holds { fail(message()) }
}

/// Ends the process with a message.
package func fail(_ message: String) -> Never {
  let line = Array("finding: \(message)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  abort()
}
