import Wording

/// Walks over the words of one command line.
///
/// The first failure is kept rather than thrown, because `--help` further on
/// wins over it: whoever asks for help gets it.
struct CommandLineParser {
  let table: CommandTable
  private(set) var path: [String] = []
  private(set) var wantsHelp = false
  private(set) var wantsVersion = false
  private var positionals: [String] = []
  private var given: [(option: Command.Option, value: String)] = []
  private var failure: CommandFailure?

  init(table: CommandTable) {
    self.table = table
  }

  mutating func consume(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        return
      }
      if isOption(word) {
        consume(option: word, rest: &rest)
      } else {
        consume(word: word)
      }
    }
  }

  /// A lone dash is an argument, and so is a negative number.
  private func isOption(_ word: String) -> Bool {
    guard word.hasPrefix("-"), word != "-" else { return false }
    let first = word.dropFirst().first ?? " "
    let isNegativeNumber = first.isNumber || (first == "." && Double(word) != nil)
    return !isNegativeNumber || table.options(at: path).contains { $0.short == first }
  }

  private mutating func fail(_ message: String, showsUsage: Bool = false) {
    guard failure == nil else { return }
    failure = table.usageFailure(message, at: path, showsUsage: showsUsage)
  }

  private mutating func consume(word: String) {
    if positionals.isEmpty, table.command(at: path + [word]) != nil {
      path.append(word)
      return
    }
    if path.isEmpty, word == "help" {
      wantsHelp = true
      return
    }
    let children = table.children(of: path)
    let takesArguments = table.command(at: path)?.arguments.isEmpty == false
    guard !children.isEmpty, !takesArguments else {
      positionals.append(word)
      return
    }
    let names = children.filter { !$0.isHidden }.compactMap(\.path.last)
    let kind = path.isEmpty ? "command" : "subcommand"
    fail("Unknown \(kind) '\(word.printable)'." + suggestion(for: word, among: names))
  }

  private mutating func consume(option word: String, rest: inout ArraySlice<String>) {
    if !word.hasPrefix("--") {
      consume(letters: word, rest: &rest)
      return
    }
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let option = table.options(at: path).first(where: { $0.name == name }) else {
      failUnknown(option: name)
      return
    }
    let attached = parts.count == 2 ? String(parts[1]) : nil
    if option.isFlag, attached != nil {
      fail("Option '--\(name)' takes no value.")
      return
    }
    take(option, attached: attached, rest: &rest)
  }

  /// Reads `-q`, `-qv`, `-n5` and `-n 5`.
  private mutating func consume(letters word: String, rest: inout ArraySlice<String>) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = table.options(at: path).first(where: { $0.short == letter }) else {
        fail("Unknown option '-\(String(letter).printable)'.")
        return
      }
      let attached = option.isFlag || letters.isEmpty ? nil : String(letters)
      take(option, attached: attached, rest: &rest)
      if attached != nil { return }
    }
  }

  private mutating func take(
    _ option: Command.Option, attached: String?, rest: inout ArraySlice<String>
  ) {
    guard !option.isFlag else {
      if option.name == Command.Option.help.name { wantsHelp = true }
      if option.name == Command.Option.version.name { wantsVersion = true }
      given.append((option, ""))
      return
    }
    if let attached {
      given.append((option, attached))
    } else if let next = rest.first, !isOption(next) {
      rest.removeFirst()
      given.append((option, next))
    } else {
      var message = "Missing value for '\(option.synopsis)'."
      // An option that exists is not what was meant as the value.
      let known = table.options(at: path).flatMap(\.spellings)
      if let next = rest.first, next != "--", !known.contains(next) {
        message +=
          " A value that begins with a dash is written '--\(option.name)=\(next.printable)'."
      }
      fail(message)
    }
  }

  private mutating func failUnknown(option name: String) {
    let shown = name.printable
    let owners = table.commands.filter { $0.options.contains { $0.name == name } }
    if path.isEmpty, !owners.isEmpty {
      fail("Option '--\(shown)' belongs after a command, such as '\(owners[0].name)'.")
      return
    }
    let names = table.options(at: path).filter { !$0.isHidden }.map(\.name)
    let nearest = nearestName(to: name, among: names).map { " Did you mean '--\($0)'?" } ?? ""
    fail("Unknown option '--\(shown)'." + nearest)
  }

  // MARK: - Result

  /// Checks the words against the command and gives every name its values.
  mutating func finish(
    environment: (String) -> String?
  ) throws(CommandFailure) -> Invocation {
    if let failure { throw failure }
    guard let command = table.command(at: path), !command.isGroup else {
      let names = table.children(of: path).filter { !$0.isHidden }.compactMap(\.path.last)
      let kind = path.isEmpty ? "command" : "subcommand"
      let list = path.isEmpty ? "." : ": \(names.joinedAsAlternatives())."
      throw table.usageFailure("Missing \(kind)" + list, at: path, showsUsage: true)
    }
    var invocation = Invocation(table: table, command: command)
    try assignOptions(to: &invocation, environment: environment)
    try assignArguments(to: &invocation)
    return invocation
  }

  private func assignOptions(
    to invocation: inout Invocation, environment: (String) -> String?
  ) throws(CommandFailure) {
    let options = table.options(at: path)
    for (option, value) in given {
      guard options.contains(where: { $0.name == option.name }) else {
        throw table.usageFailure(
          "Option '--\(option.name)' does not belong to '\(table.invocation(of: path))'.", at: path)
      }
      let isKnown = invocation.values[option.name] != nil
      if isKnown, !option.isRepeating, !option.isFlag {
        throw table.usageFailure("Option '--\(option.name)' is given twice.", at: path)
      }
      invocation.add(value, to: option.name, origin: .commandLine)
    }
    for option in options where invocation.values[option.name] == nil {
      if let variable = option.environment, let value = environment(variable), !value.isEmpty {
        invocation.add(value, to: option.name, origin: .environment(variable))
      } else if let value = option.defaultValue {
        invocation.add(value, to: option.name, origin: .defaultValue)
      } else if option.isRequired {
        throw table.usageFailure(
          "Missing required option '\(option.synopsis)'.", at: path, showsUsage: true)
      }
    }
    for option in options {
      try invocation.check(option.name, allowed: option.allowed)
    }
  }

  private func assignArguments(to invocation: inout Invocation) throws(CommandFailure) {
    var rest = positionals[...]
    for argument in invocation.command.arguments {
      if argument.isRequired, rest.isEmpty {
        throw table.usageFailure(
          "Missing expected argument \(argument.name).", at: path, showsUsage: true)
      }
      let taken = argument.isRepeating ? rest : rest.prefix(1)
      rest = rest.dropFirst(taken.count)
      for value in taken { invocation.add(value, to: argument.name, origin: .commandLine) }
      try invocation.check(argument.name, allowed: argument.allowed)
    }
    if let extra = rest.first {
      throw table.usageFailure(
        "Unexpected argument \"\(extra.printable)\".", at: path, showsUsage: true)
    }
  }
}
