extension CommandTable {
  /// The reference page of all commands in Markdown.
  package var reference: String {
    var blocks = ["# \(program)", abstract + ".", fenced(usage(of: []))]
    if !discussion.isEmpty { blocks.append(markdown(discussion)) }
    blocks += exampleBlocks(examples)
    blocks += ["## Global options", optionTable(globalOptions)]
    for command in commands where !command.isHidden {
      let level = command.path.count == 1 ? "## " : "### "
      blocks += ["\(level)`\(invocation(of: command.path))`", command.abstract + "."]
      blocks.append(fenced(usage(of: command.path)))
      blocks += exampleBlocks(command.examples)
      if !command.discussion.isEmpty { blocks.append(markdown(command.discussion)) }
      if !command.arguments.isEmpty { blocks.append(argumentTable(command.arguments)) }
      let options = command.options.filter { !$0.isHidden }
      if !options.isEmpty { blocks.append(optionTable(options)) }
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func fenced(_ text: String) -> String { "```\n\(text)\n```" }

  private func exampleBlocks(_ examples: [Command.Example]) -> [String] {
    examples.map { "\($0.text):\n\n```sh\n\($0.command)\n```" }
  }

  private func argumentTable(_ arguments: [Command.Argument]) -> String {
    let rows = arguments.map { "| `\($0.synopsis)` | \(cell($0.fullHelp)) |" }
    return (["| Argument | Meaning |", "|---|---|"] + rows).joined(separator: "\n")
  }

  private func optionTable(_ options: [Command.Option]) -> String {
    let rows = options.filter { !$0.isHidden }.map { "| `\($0.label)` | \(cell($0.fullHelp)) |" }
    return (["| Option | Meaning |", "|---|---|"] + rows).joined(separator: "\n")
  }

  private func cell(_ text: String) -> String {
    escaped(text.map { $0 == "|" ? "\\|" : String($0) }.joined())
  }

  /// Indented lines become code, angle brackets must not become tags.
  private func markdown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("  ") ? "  " + $0 : escaped(String($0)) }
      .joined(separator: "\n")
  }

  private func escaped(_ text: String) -> String {
    text.map { $0 == "<" ? "&lt;" : String($0) }.joined()
  }
}
