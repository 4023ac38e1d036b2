/// A shell that can complete our command lines.
package enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish
}

extension CommandTable {
  /// The script that teaches a shell to complete commands, options and values.
  package func completionScript(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletionScript
    case .zsh: zshCompletionScript
    case .fish: fishCompletionScript
    }
  }

  /// Paths whose next word may be completed, the root first.
  var completionPaths: [[String]] {
    [[]] + commands.filter { !$0.isHidden }.map(\.path)
  }

  /// All options that take a value, by their spellings, sorted.
  var spellingsWithValue: [String] {
    let options = globalOptions + commands.flatMap(\.options)
    return Set(options.filter { !$0.isFlag }.flatMap(\.spellings)).sorted()
  }

  /// The options shown at a path.
  func visibleOptions(at path: [String]) -> [Command.Option] {
    options(at: path).filter { !$0.isHidden }
  }

  /// The commands shown below a path.
  func visibleChildren(of path: [String]) -> [Command] {
    children(of: path).filter { !$0.isHidden }
  }
}

extension Command.Option {
  /// `--limit` and, where there is one, `-n`.
  var spellings: [String] { ["--" + name] + (short.map { ["-\($0)"] } ?? []) }

  var takesFile: Bool { valueName?.hasPrefix("FILE") == true }
}

extension Command.Argument {
  var takesFile: Bool { name.hasPrefix("FILE") }
}

/// The text as one word of a POSIX shell.
func shellQuoted(_ text: String) -> String {
  "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
}
