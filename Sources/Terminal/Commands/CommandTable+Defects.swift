extension CommandTable {
  /// What is contradictory in the table, for a test to find nothing in.
  package var defects: [String] {
    var found: [String] = []
    var paths: Set<[String]> = []
    for command in commands {
      if !paths.insert(command.path).inserted { found.append("\(command.name): listed twice") }
      if command.path.isEmpty { found.append("a command has no name") }
      if command.path.count > 1, self.command(at: command.path.dropLast()) == nil {
        found.append("\(command.name): the command above it is not listed")
      }
      if command.isGroup, children(of: command.path).isEmpty {
        found.append("\(command.name): a group without commands")
      }
      if command.isGroup, !command.arguments.isEmpty {
        found.append("\(command.name): a group takes no arguments")
      }
      if command.abstract.hasSuffix(".") {
        found.append("\(command.name): the abstract ends with a full stop")
      }
      found += defects(ofParametersOf: command)
    }
    return found
  }

  private func defects(ofParametersOf command: Command) -> [String] {
    var found: [String] = []
    var names: Set<String> = []
    for option in command.options + globalOptions {
      for name in [option.name] + (option.short.map { [String($0)] } ?? [])
      where !names.insert(name).inserted {
        found.append("\(command.name): option '\(name)' is listed twice")
      }
      if let value = option.defaultValue, !option.allowed.isEmpty, !option.allowed.contains(value) {
        found.append("\(command.name): the default of '--\(option.name)' is not allowed")
      }
    }
    for (index, argument) in command.arguments.enumerated() {
      if !names.insert(argument.name).inserted {
        found.append("\(command.name): argument \(argument.name) is listed twice")
      }
      if argument.isRepeating, index < command.arguments.count - 1 {
        found.append("\(command.name): only the last argument may repeat")
      }
      if argument.isRequired, index > 0, !command.arguments[index - 1].isRequired {
        found.append("\(command.name): \(argument.name) is required after an optional argument")
      }
    }
    for example in command.examples where !example.command.hasPrefix(program + " ") {
      // Pipes may come first, but the program must be somewhere in the line.
      if !example.command.split(separator: " ").contains(where: { $0 == program }) {
        found.append("\(command.name): an example does not call \(program)")
      }
    }
    return found
  }
}
