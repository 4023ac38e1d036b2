import Terminal

extension CommandTable {
  /// The commands of `rapport`: parser, help, completions and reference page all
  /// come from here.
  static let rapport = CommandTable(
    program: "rapport", version: Program.version,
    abstract: "Know and keep your customers: recommendations, churn and support answers",
    discussion: """
      Everything lives in one SQLite file. Import what your shop exports, train, and ask: what \
      should this customer see next, who is about to leave and why, what do we answer.
      """,
    examples: [
      Command.Example("see it work on a small made-up shop", "rapport demo"),
      Command.Example("begin with your own data", "rapport init"),
    ],
    globalOptions: [
      Command.Option(
        "db", value: "FILE", help: "The database", default: "rapport.db",
        environment: "RAPPORT_DB"),
      .json, .quiet, .noColor,
    ],
    commands: records + learning + experiments + questions + conversations + gaps + value
      + discovery + rules + people + serving + operations)
}
