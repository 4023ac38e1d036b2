extension CommandTable {
  /// The help page of a command, a group or, for the empty path, the program.
  ///
  /// Wraps at `width` columns, but does not fill wide terminals, because long
  /// lines are hard to read.
  package func help(
    for path: [String], width: Int = 80, style: Style = .plain
  ) -> String {
    let width = min(max(width, 40), 100)
    let command = command(at: path)
    let abstract = command?.abstract ?? self.abstract
    var blocks = [
      wrapped(abstract + ".", width: width),
      style.bold("Usage:") + " " + usage(of: path),
    ]
    let examples = command?.examples ?? (path.isEmpty ? self.examples : [])
    if !examples.isEmpty { blocks.append(exampleBlock(examples, width: width, style: style)) }
    let discussion = command?.discussion ?? (path.isEmpty ? self.discussion : "")
    if !discussion.isEmpty { blocks.append(wrapped(discussion, width: width)) }
    blocks += commandBlocks(below: path, width: width, style: style)
    if let arguments = command?.arguments, !arguments.isEmpty {
      let rows = arguments.map { ($0.name, $0.fullHelp) }
      blocks.append(listBlock("Arguments", rows, width: width, style: style))
    }
    let options = (command?.options ?? []).filter { !$0.isHidden }
    if !options.isEmpty {
      let rows = options.map { ($0.label, $0.fullHelp) }
      blocks.append(listBlock("Options", rows, width: width, style: style))
    }
    let globals = globalOptions.filter { !$0.isHidden }.map { ($0.label, $0.fullHelp) }
    blocks.append(listBlock("Global options", globals, width: width, style: style))
    if !children(of: path).isEmpty {
      let caller = invocation(of: path)
      blocks.append("See '\(caller) COMMAND --help' for one command.")
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func exampleBlock(
    _ examples: [Command.Example], width: Int, style: Style
  ) -> String {
    var lines = [style.bold("Examples:")]
    for example in examples {
      lines.append(wrapped(example.text + ":", width: width, indent: 2))
      lines.append("    " + style.apply([.cyan], to: example.command))
    }
    return lines.joined(separator: "\n")
  }

  private func commandBlocks(below path: [String], width: Int, style: Style) -> [String] {
    let shown = children(of: path).filter { !$0.isHidden }
    var sections: [String] = []
    for command in shown where !sections.contains(command.section) {
      sections.append(command.section)
    }
    let labels = shown.map { $0.path.last ?? "" }
    let column = labelColumn(labels)
    return sections.map { section in
      let rows = shown.filter { $0.section == section }.map { ($0.path.last ?? "", $0.abstract) }
      return listBlock(section, rows, column: column, width: width, style: style)
    }
  }

  private func labelColumn(_ labels: [String]) -> Int {
    min(labels.map(displayWidth).max() ?? 0, 24) + 4
  }

  private func listBlock(
    _ title: String, _ rows: [(String, String)], column: Int? = nil, width: Int, style: Style
  ) -> String {
    let column = column ?? labelColumn(rows.map(\.0))
    var lines = [style.bold(title + ":")]
    for (label, text) in rows {
      let body = wrapped(text, width: width, indent: column)
      let start = "  " + label
      if displayWidth(start) + 2 > column {
        lines += [start, body]
      } else {
        lines.append(padded(start, to: column) + body.dropFirst(column))
      }
    }
    return lines.joined(separator: "\n")
  }
}
