import Terminal

/// What the command line asks for.
struct BenchArguments {
  static let help = """
    Usage: bench [service | quality [recommender | churn | support]] [--quick] [--json] [--data DIR]
           bench engine [CASE …] [--json] [--data DIR]
           bench engine CASE --worker DIR [--data DIR]

    Measures speed and quality and prints each figure beside its goal or reference;
    without a case, everything. Cases of the engine:
    \(EngineCaseName.allCases.map { "  \($0.rawValue)" }.joined(separator: "\n"))

      --quick       support: one seed and one fold instead of three and five
      --json        one array instead of a table
      --data DIR    the folder of the public data sets; default $RAPPORT_DATA, else
                    ../shared/data beside the package
      --worker DIR  writes the arrays of a case to DIR, then answers each line 'seconds'
                    or 'figures' of standard input by a line of JSON, as
                    Benchmarks/peers/compare asks

    """

  private(set) var suites: [Suite] = []
  private(set) var isJSON = false
  private(set) var isQuick = false
  private(set) var wantsHelp = false
  private(set) var data: String?
  /// The cases of the engine, all where none is named.
  private(set) var engineCases = EngineCaseName.allCases
  /// The folder to write a case's arrays to, where a peer asks for its timings.
  private(set) var workerFolder: String?
  /// A folder whose interactions are worked on to learn the memory it takes.
  private(set) var memoryFolder: String?

  init(_ words: [String]) throws(CommandFailure) {
    var names: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--json": isJSON = true
      case "--quick": isQuick = true
      case "--help", "-h": wantsHelp = true
      case "--data": data = try Self.folder(of: word, &rest)
      case "--worker": workerFolder = try Self.folder(of: word, &rest)
      case "--memory-of": memoryFolder = try Self.folder(of: word, &rest)
      case let word where word.hasPrefix("-"): throw Self.misuse("There is no option \(word).")
      default: names.append(word)
      }
    }
    if names.first == Suite.engine.rawValue, names.count > 1 {
      engineCases = try names.dropFirst().map { name throws(CommandFailure) in
        guard let found = EngineCaseName(rawValue: name) else {
          throw Self.misuse("There is no case '\(name)'.")
        }
        return found
      }
      names.removeSubrange(1...)
    }
    guard workerFolder == nil || engineCases.count == 1 else {
      throw Self.misuse("--worker needs one case of the engine.")
    }
    let name = names.joined(separator: " ")
    suites = Suite.allCases.filter { $0.rawValue == name || $0.rawValue.hasPrefix(name + " ") }
    if names.isEmpty { suites = Suite.allCases }
    guard !suites.isEmpty else { throw Self.misuse("There is no case '\(name)'.") }
  }

  private static func folder(
    of option: String, _ rest: inout ArraySlice<String>
  ) throws(CommandFailure) -> String {
    guard let folder = rest.popFirst() else { throw misuse("\(option) needs a folder.") }
    return folder
  }

  private static func misuse(_ message: String) -> CommandFailure {
    CommandFailure(message, hint: "See 'bench --help'", exitCode: .usage)
  }
}
