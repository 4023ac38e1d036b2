/// Why a command ends without success, in words for the person who typed it.
package struct CommandFailure: Error, Equatable, Sendable {
  /// What failed, with what, as full sentences.
  package var message: String
  /// The usage line of the command, where the command line is at fault.
  package var usage: String?
  /// What to do about it, preferably a command to run.
  package var hint: String?
  /// What the process ends with.
  package var exitCode: ExitCode

  package init(
    _ message: String, usage: String? = nil, hint: String? = nil, exitCode: ExitCode
  ) {
    self.message = message
    self.usage = usage
    self.hint = hint
    self.exitCode = exitCode
  }

  /// The lines that go to the standard error stream, without a final newline.
  package func rendered(style: Style = .plain) -> String {
    var lines = [style.apply([.bold, .red], to: "Error:") + " " + message]
    if let usage { lines.append("Usage: " + usage) }
    if let hint { lines.append(hint) }
    return lines.joined(separator: "\n")
  }
}

extension CommandFailure: CustomStringConvertible {
  package var description: String { rendered() }
}
