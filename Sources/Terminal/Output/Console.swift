import Glibc

/// Where a command prints: data to the standard output, words to the person at
/// the standard error.
package final class Console {
  package let output: FileOutputStream
  package let messages: FileOutputStream
  /// The styles of data.
  package let style: Style
  /// The styles of messages.
  package let messageStyle: Style
  /// The columns to fit data into; `nil` when it does not go to a terminal.
  package let width: Int?
  /// Whether notes and progress are unwanted.
  package let isQuiet: Bool

  package init(
    isQuiet: Bool = false, noColor: Bool = false, output: Int32 = STDOUT_FILENO,
    messages: Int32 = STDERR_FILENO, environment: (String) -> String? = environmentVariable
  ) {
    self.output = FileOutputStream(descriptor: output)
    self.messages = FileOutputStream(descriptor: messages)
    self.isQuiet = isQuiet
    width = terminalWidth(of: output, environment: environment)
    style = Style(
      isTerminal: self.output.isTerminal, isForbidden: noColor, environment: environment)
    messageStyle = Style(
      isTerminal: self.messages.isTerminal, isForbidden: noColor, environment: environment)
  }

  /// Prints a line of data.
  package func line(_ text: String = "") {
    output.write(text + "\n")
  }

  /// Prints a table, cut to the terminal if there is one.
  package func table(_ table: TextTable, showsHeader: Bool = true) {
    output.write(table.rendered(width: width, style: style, showsHeader: showsHeader))
  }

  /// Tells the person something, unless they asked for quiet.
  package func note(_ text: String) {
    if !isQuiet { say(text) }
  }

  /// Tells the person of something that may be wrong, even when quiet.
  package func warn(_ text: String) {
    say(messageStyle.apply([.bold, .yellow], to: "Warning:") + " " + text)
  }

  /// Tells the person why the command failed.
  package func report(_ failure: CommandFailure) {
    say(failure.rendered(style: messageStyle))
  }

  /// A progress bar that appears only when a person watches the messages.
  package func progress(_ label: String, total: Int? = nil) -> ProgressBar {
    messages.flush()
    let width = terminalWidth(of: messages.descriptor)
    return ProgressBar(
      label, total: total, width: isQuiet ? nil : width, descriptor: messages.descriptor)
  }

  // Data printed before a message is to be seen before it.
  private func say(_ text: String) {
    output.flush()
    messages.write(text + "\n")
    messages.flush()
  }
}
