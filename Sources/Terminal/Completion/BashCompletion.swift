extension CommandTable {
  /// Walks over the words before the cursor as the parser does, then offers
  /// what fits there.
  var bashCompletionScript: String {
    let function = "_" + program.map { $0 == "-" ? "_" : String($0) }.joined()
    let known = commands.map { shellQuoted("/" + $0.path.joined(separator: "/")) }
    return """
      # Completion of \(program) for bash.
      # To load it: source <(\(program) completions bash)

      \(function)() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="" path="" word="" candidates=""
        local -i index position=0 skip=0
        COMPREPLY=()
        if ((COMP_CWORD > 0)); then previous="${COMP_WORDS[COMP_CWORD - 1]}"; fi
        if [[ $current == "=" ]]; then
          current=""
        elif [[ $previous == "=" ]] && ((COMP_CWORD > 1)); then
          previous="${COMP_WORDS[COMP_CWORD - 2]}"
        fi
        for ((index = 1; index < COMP_CWORD; index++)); do
          word="${COMP_WORDS[index]}"
          if ((skip)); then
            if [[ $word != "=" ]]; then skip=0; fi
            continue
          fi
          case "$word" in
            \(spellingsWithValue.joined(separator: " | "))) skip=1; continue ;;
            -?*) continue ;;
          esac
          case "$path/$word" in
            \(known.joined(separator: " | "))) path="$path/$word" ;;
            *) position+=1 ;;
          esac
        done
        case "$path:$previous" in
      \(bashValueCases)
        esac
        if [[ $current == -* ]]; then
          case "$path" in
      \(bashOptionCases)
          esac
        else
          case "$path:$position" in
      \(bashWordCases)
          esac
        fi
        COMPREPLY=($(compgen -W "$candidates" -- "$current"))
      }

      complete -F \(function) \(program)

      """
  }

  private var bashValueCases: String {
    var lines: [String] = []
    for path in completionPaths {
      let place = path.isEmpty ? "*" : shellQuoted("/" + path.joined(separator: "/"))
      let options = path.isEmpty ? globalOptions : command(at: path)?.options ?? []
      for option in options where !option.isFlag {
        let patterns = option.spellings.map { place + ":" + $0 }.joined(separator: " | ")
        let offer =
          option.takesFile
          ? bashFiles
          : "COMPREPLY=($(compgen -W \(shellQuoted(words(option.allowed))) -- \"$current\"))"
        lines.append("    \(patterns)) \(offer); return ;;")
      }
    }
    return lines.joined(separator: "\n")
  }

  private var bashOptionCases: String {
    completionPaths.map { path in
      let spelled = visibleOptions(at: path).flatMap(\.spellings)
      let place = shellQuoted(path.isEmpty ? "" : "/" + path.joined(separator: "/"))
      return "      \(place)) candidates=\(shellQuoted(words(spelled))) ;;"
    }.joined(separator: "\n")
  }

  private var bashWordCases: String {
    var lines: [String] = []
    for path in completionPaths {
      let place = path.isEmpty ? "" : "/" + path.joined(separator: "/")
      let children = visibleChildren(of: path).compactMap(\.path.last)
      let arguments = command(at: path)?.arguments ?? []
      for index in 0..<max(arguments.count, 1) {
        let argument = index < arguments.count ? arguments[index] : nil
        let candidates = (index == 0 ? children : []) + (argument?.allowed ?? [])
        let pattern = argument?.isRepeating == true ? "*" : String(index)
        let target = shellQuoted(place) + ":" + pattern
        if argument?.takesFile == true {
          lines.append("      \(target)) \(bashFiles); return ;;")
        } else if !candidates.isEmpty {
          lines.append("      \(target)) candidates=\(shellQuoted(words(candidates))) ;;")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// File names may contain spaces, so they are not split into words.
  private var bashFiles: String {
    "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")"
  }

  private func words(_ list: [String]) -> String { list.joined(separator: " ") }
}
