/// A program's commands, and what they have in common.
package struct CommandTable: Sendable {
  /// The word that starts the program.
  package var program: String
  package var version: String
  package var abstract: String
  package var discussion: String
  package var examples: [Command.Example]
  /// Options accepted before and after every command.
  package var globalOptions: [Command.Option]
  package var commands: [Command]

  /// Creates a table; `--help` and `--version` come of themselves.
  package init(
    program: String, version: String, abstract: String, discussion: String = "",
    examples: [Command.Example] = [], globalOptions: [Command.Option], commands: [Command]
  ) {
    self.program = program
    self.version = version
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples
    self.globalOptions = globalOptions + [.help, .version]
    self.commands = commands
  }

  /// The command that these words call, if there is one.
  package func command(at path: [String]) -> Command? {
    commands.first { $0.path == path }
  }

  /// The commands one word below a path; those below the root for an empty one.
  func children(of path: [String]) -> [Command] {
    commands.filter { $0.path.count == path.count + 1 && $0.path.starts(with: path) }
  }

  /// What the user types to get here: `rapport models`.
  func invocation(of path: [String]) -> String {
    ([program] + path).joined(separator: " ")
  }

  /// The options that hold for a command, its own ones first.
  func options(at path: [String]) -> [Command.Option] {
    (command(at: path)?.options ?? []) + globalOptions
  }

  /// The usage line without the word "Usage".
  func usage(of path: [String]) -> String {
    var parts = [invocation(of: path)]
    let command = command(at: path)
    let hasChildren = !children(of: path).isEmpty
    if command == nil || command?.isGroup == true {
      return (parts + ["COMMAND", "[options]"]).joined(separator: " ")
    }
    if hasChildren { parts.append("[COMMAND]") }
    parts += command?.options.filter { $0.isRequired }.map(\.synopsis) ?? []
    parts += command?.arguments.map(\.synopsis) ?? []
    return (parts + ["[options]"]).joined(separator: " ")
  }
}
