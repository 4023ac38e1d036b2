import Terminal

extension CommandTable {
  /// A small program with every kind of command and parameter.
  static let sample = CommandTable(
    program: "shop", version: "1.2.3", abstract: "Answer questions about a shop",
    examples: [Command.Example("Start with an empty database", "shop init")],
    globalOptions: [
      Command.Option(
        "db", value: "FILE", help: "Database file", default: "shop.db", environment: "SHOP_DB"),
      .json, .quiet,
    ],
    commands: [
      Command("init", section: "Data", abstract: "Create the database"),
      Command(
        "import", section: "Data", abstract: "Read records from a file",
        discussion: """
          Refused lines do not stop the import. They are counted by reason, and each of them can \
          be kept with its line number.

            kind,file
          """,
        examples: [
          Command.Example(
            "Import sales whose columns have other names",
            "shop import sales old.csv --map customer=CustomerID")
        ],
        arguments: [
          Command.Argument(
            "KIND", help: "What the file holds", allowed: ["customers", "products", "sales"]),
          Command.Argument("FILE", help: "The file, or - for the standard input"),
        ],
        options: [
          Command.Option(
            "format", value: "FORMAT", help: "How the file is written",
            allowed: ["csv", "tsv", "jsonl"]),
          Command.Option(
            "map", value: "FIELD=COLUMN,...", help: "Names of foreign columns", isRepeating: true),
          Command.Option("offset", value: "X", help: "Added to each price"),
          Command.Option("trace", value: "N", help: "For developers", isHidden: true),
        ]),
      Command(
        "recommend", section: "Answers", abstract: "Rank products for a customer",
        arguments: [Command.Argument("CUSTOMER", help: "The customer's id")],
        options: [
          Command.Option("limit", short: "n", value: "N", help: "Products to show", default: "10"),
          Command.Option(flag: "explain", short: "e", help: "Say why"),
        ]),
      Command(
        "train", section: "Answers", abstract: "Train models",
        arguments: [
          Command.Argument(
            "MODEL", help: "What to train; all if none is named", allowed: ["churn", "support"],
            isRequired: false, isRepeating: true)
        ]),
      Command("models", section: "Answers", abstract: "List the models"),
      Command(
        "models rollback", section: "Answers", abstract: "Return to an older model",
        arguments: [Command.Argument("VERSION", help: "The version to return to")],
        options: [
          Command.Option("reason", value: "TEXT", help: "For the log", isRequired: true)
        ]),
      Command("keys", section: "Service", abstract: "Work with API keys", isGroup: true),
      Command("keys create", section: "Service", abstract: "Create a key"),
      Command("keys list", section: "Service", abstract: "List the keys"),
      Command("debug", section: "Service", abstract: "For developers", isHidden: true),
    ])

  /// Reads a line that needs no shell quoting.
  func read(
    _ line: String, _ environment: [String: String] = [:]
  ) throws(CommandFailure) -> Request {
    try parse(line.split(separator: " ").map(String.init), environment: { environment[$0] })
  }

  /// As `read`, for lines that call a command.
  func run(_ line: String, _ environment: [String: String] = [:]) throws -> Invocation {
    guard case .run(let invocation) = try read(line, environment) else { throw NotRun() }
    return invocation
  }

  struct NotRun: Error {}
}
