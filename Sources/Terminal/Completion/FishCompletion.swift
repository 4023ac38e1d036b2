extension CommandTable {
  /// One rule an option and a word, each under the condition that its command
  /// has been typed.
  var fishCompletionScript: String {
    let function = "__" + program.map { $0 == "-" ? "_" : String($0) }.joined() + "_place"
    let known = commands.map { shellQuoted("/" + $0.path.joined(separator: "/")) }
    var lines = [
      "# Completion of \(program) for fish.",
      "# To load it: \(program) completions fish | source",
      "",
      "function \(function) --description 'Command and number of arguments typed so far'",
      "    set -l place ''",
      "    set -l position 0",
      "    set -l skip 0",
      "    set -l typed (commandline -opc)",
      "    for word in $typed[2..-1]",
      "        if test $skip -eq 1",
      "            set skip 0",
      "            continue",
      "        end",
      "        switch $word",
      "            case \(spellingsWithValue.joined(separator: " "))",
      "                set skip 1",
      "            case '-?*'",
      "                continue",
      "            case '*'",
      "                if contains -- $place/$word \(known.joined(separator: " "))",
      "                    set place $place/$word",
      "                else",
      "                    set position (math $position + 1)",
      "                end",
      "        end",
      "    end",
      "    echo \"$place:$position\"",
      "end",
      "",
      "complete -c \(program) -f",
    ]
    for option in globalOptions where !option.isHidden {
      lines.append("complete -c \(program)" + fishRule(option))
    }
    for path in completionPaths {
      let place = path.isEmpty ? "" : "/" + path.joined(separator: "/")
      for option in command(at: path)?.options ?? [] where !option.isHidden {
        let test = "string match -q -- '\(place):*' (\(function))"
        lines.append("complete -c \(program) -n \(fishQuoted(test))" + fishRule(option))
      }
      lines += fishWords(path, place: place, function: function)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fishRule(_ option: Command.Option) -> String {
    var rule = " -l \(option.name)"
    if let short = option.short { rule += " -s \(short)" }
    if !option.isFlag { rule += option.takesFile ? " -r -F" : " -x" }
    if !option.allowed.isEmpty {
      rule += " -a " + fishQuoted(option.allowed.joined(separator: " "))
    }
    return rule + " -d " + fishQuoted(option.help)
  }

  private func fishWords(_ path: [String], place: String, function: String) -> [String] {
    var lines: [String] = []
    func start(_ position: String) -> String {
      let test = "string match -q -- '\(place):\(position)' (\(function))"
      return "complete -c \(program) -n \(fishQuoted(test))"
    }
    for child in visibleChildren(of: path) {
      let word = fishQuoted(child.path.last ?? "")
      lines.append(start("0") + " -a \(word) -d " + fishQuoted(child.abstract))
    }
    for (index, argument) in (command(at: path)?.arguments ?? []).enumerated() {
      let position = argument.isRepeating ? "*" : String(index)
      if argument.takesFile {
        lines.append(start(position) + " -F")
      } else if !argument.allowed.isEmpty {
        lines.append(start(position) + " -a " + fishQuoted(argument.allowed.joined(separator: " ")))
      }
    }
    return lines
  }

  /// The text as one word of fish, where only these two are special in quotes.
  private func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
