extension CommandTable {
  /// One function that finds the command, then offers its options, the words
  /// below it and the values of its arguments.
  var zshCompletionScript: String {
    let function = "_" + program.map { $0 == "-" ? "_" : String($0) }.joined()
    let known = commands.map { "/" + $0.path.joined(separator: "/") }.joined(separator: "|")
    return """
      #compdef \(program)
      # Completion of \(program) for zsh.
      # To load it: source <(\(program) completions zsh)

      \(function)() {
        local place="" word previous=""
        local -i index position=0 skip=0
        local -a candidates
        if ((CURRENT > 1)); then previous="${words[CURRENT - 1]}"; fi
        for ((index = 2; index < CURRENT; index++)); do
          word="${words[index]}"
          if ((skip)); then
            skip=0
            continue
          fi
          case "$word" in
            (\(spellingsWithValue.joined(separator: "|"))) skip=1; continue ;;
            (-?*) continue ;;
          esac
          case "$place/$word" in
            (\(known)) place="$place/$word" ;;
            (*) position+=1 ;;
          esac
        done
        case "$place:$previous" in
      \(zshValueCases)
        esac
        if [[ "${words[CURRENT]}" == -* ]]; then
          case "$place" in
      \(zshOptionCases)
          esac
          _describe -o option candidates
        else
          case "$place:$position" in
      \(zshWordCases)
          esac
          _describe value candidates
        fi
      }

      compdef \(function) \(program)

      """
  }

  private var zshValueCases: String {
    var lines: [String] = []
    for path in completionPaths {
      let place = path.isEmpty ? "*" : "/" + path.joined(separator: "/")
      let options = path.isEmpty ? globalOptions : command(at: path)?.options ?? []
      for option in options where !option.isFlag {
        let patterns = option.spellings.map { place + ":" + $0 }.joined(separator: "|")
        let list = option.allowed.map(shellQuoted).joined(separator: " ")
        let offer =
          option.takesFile
          ? "_files; return" : "candidates=(\(list)); _describe value candidates; return"
        lines.append("    (\(patterns)) \(offer) ;;")
      }
    }
    return lines.joined(separator: "\n")
  }

  private var zshOptionCases: String {
    completionPaths.map { path in
      let items = visibleOptions(at: path).flatMap { option in
        option.spellings.map { zshItem($0, option.help) }
      }
      let place = shellQuoted(path.isEmpty ? "" : "/" + path.joined(separator: "/"))
      return "      (\(place)) candidates=(\(items.joined(separator: " "))) ;;"
    }.joined(separator: "\n")
  }

  private var zshWordCases: String {
    var lines: [String] = []
    for path in completionPaths {
      let place = path.isEmpty ? "" : "/" + path.joined(separator: "/")
      let children = visibleChildren(of: path).map { zshItem($0.path.last ?? "", $0.abstract) }
      let arguments = command(at: path)?.arguments ?? []
      for index in 0..<max(arguments.count, 1) {
        let argument = index < arguments.count ? arguments[index] : nil
        let items = (index == 0 ? children : []) + (argument?.allowed.map(shellQuoted) ?? [])
        let pattern = argument?.isRepeating == true ? "*" : String(index)
        if argument?.takesFile == true {
          lines.append("      (\(place):\(pattern)) _files; return ;;")
        } else if !items.isEmpty {
          lines.append(
            "      (\(place):\(pattern)) candidates=(\(items.joined(separator: " "))) ;;")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A word with its description, which a colon separates.
  private func zshItem(_ word: String, _ help: String) -> String {
    shellQuoted(word.map { $0 == ":" ? "\\:" : String($0) }.joined() + ":" + help)
  }
}
