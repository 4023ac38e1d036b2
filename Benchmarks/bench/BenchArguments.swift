import Terminal

/// What the command line asks for.
struct BenchArguments {
  static let help = """
    Usage: bench [service | quality [recommender | churn | support]] [--json] [--data DIR]

    Measures speed and quality and prints each figure beside its goal or reference;
    without a case, everything.

      --json      one array instead of a table
      --data DIR  the folder of the public data sets; default $RAPPORT_DATA, else
                  ../shared/data beside the package

    """

  private(set) var suites: [Suite] = []
  private(set) var isJSON = false
  private(set) var wantsHelp = false
  private(set) var data: String?

  init(_ words: [String]) throws(CommandFailure) {
    var names: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--json": isJSON = true
      case "--help", "-h": wantsHelp = true
      case "--data":
        guard let folder = rest.popFirst() else { throw Self.misuse("--data needs a folder.") }
        data = folder
      case let word where word.hasPrefix("-"): throw Self.misuse("There is no option \(word).")
      default: names.append(word)
      }
    }
    let name = names.joined(separator: " ")
    suites = Suite.allCases.filter { $0.rawValue == name || $0.rawValue.hasPrefix(name + " ") }
    if names.isEmpty { suites = Suite.allCases }
    guard !suites.isEmpty else { throw Self.misuse("There is no case '\(name)'.") }
  }

  private static func misuse(_ message: String) -> CommandFailure {
    CommandFailure(message, hint: "See 'bench --help'", exitCode: .usage)
  }
}
