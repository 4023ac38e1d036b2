extension CommandTable {
  /// The manual page of all commands in roff.
  ///
  /// - Source: man(7), the `an` macros.
  package var manual: String {
    var lines = [
      ".TH \(program.uppercased()) 1 \"\" \"\(program) \(version)\" \"User Commands\"",
      ".SH NAME", "\(Self.roff(program)) \\- \(Self.roff(lowercasedFirst(abstract)))",
      ".SH SYNOPSIS", ".B \(Self.roff(program))", "COMMAND [options]", ".SH DESCRIPTION",
    ]
    lines += paragraphs(discussion)
    lines += exampleLines(examples)
    lines.append(".SH GLOBAL OPTIONS")
    lines += globalOptions.filter { !$0.isHidden }.flatMap(optionLines)
    let shown = commands.filter { !$0.isHidden && !$0.isGroup }
    var sections: [String] = []
    for command in shown where !sections.contains(command.section) {
      sections.append(command.section)
    }
    for section in sections {
      lines.append(".SH \(Self.roff(section.uppercased()))")
      lines += shown.filter { $0.section == section }.flatMap(commandLines)
    }
    lines += [".SH SEE ALSO", "The pages under", ".I docs", "and, from a running server,"]
    lines += [".IR /openapi.json ."]
    return lines.joined(separator: "\n") + "\n"
  }

  private func commandLines(_ command: Command) -> [String] {
    var lines = [".SS \(Self.roff(usage(of: command.path)))", Self.roff(command.abstract) + "."]
    lines += paragraphs(command.discussion)
    for argument in command.arguments {
      lines += [".TP", ".I \(Self.roff(argument.synopsis))", Self.roff(argument.fullHelp)]
    }
    lines += command.options.filter { !$0.isHidden }.flatMap(optionLines)
    return lines + exampleLines(command.examples)
  }

  private func optionLines(_ option: Command.Option) -> [String] {
    [".TP", ".B \(Self.roff(option.label))", Self.roff(option.fullHelp)]
  }

  private func exampleLines(_ examples: [Command.Example]) -> [String] {
    examples.flatMap { example in
      [
        ".PP", Self.roff(example.text) + ":", ".PP", ".RS 4", ".nf", Self.roff(example.command),
        ".fi", ".RE",
      ]
    }
  }

  /// Paragraphs; indented lines are kept as they are.
  private func paragraphs(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines = [".PP"]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        lines.append(".PP")
      } else if line.hasPrefix("  ") {
        lines += [".RS 4", ".nf", Self.roff(String(line.dropFirst(2))), ".fi", ".RE"]
      } else {
        lines.append(Self.roff(String(line)))
      }
    }
    return lines
  }

  private func lowercasedFirst(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }

  /// A line of text in which nothing is a request or an escape of roff.
  private static func roff(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      default: result.append(character)
      }
    }
    return result.first == "." ? "\\&" + result : result
  }
}
