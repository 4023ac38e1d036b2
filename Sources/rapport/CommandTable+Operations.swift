import Terminal

extension CommandTable {
  /// The commands about the database as a file, and about the program.
  static let operations: [Command] = [
    Command("status", section: "Operations", abstract: "What the database holds"),
    Command(
      "check", section: "Operations",
      abstract: "Check the database: integrity, references, migrations, every kept model"),
    Command(
      "backup", section: "Operations", abstract: "Copy the database while it is in use",
      discussion: """
        The copy is of one moment, verified and on the disk when the command ends. Its SHA-256 goes \
        into FILE.sha256, as sha256sum writes it.
        """,
      arguments: [Command.Argument("FILE", help: "The copy; must not exist")]),
    Command(
      "restore", section: "Operations", abstract: "Put a backup in the place of the database",
      discussion: """
        Verifies the backup first: checksum, pages, references, migrations, models. Refuses where a \
        process writes the database: stop the service before. The database that is there is kept \
        beside it as NAME.replaced-TIME.
        """,
      examples: [
        Command.Example("the copy of last night", "rapport restore /backup/monday.db")
      ],
      arguments: [Command.Argument("FILE", help: "The backup")]),
    Command(
      "demo", section: "Operations",
      abstract: "Load a small made-up shop into a temporary database and tell its story",
      options: [
        Command.Option(
          "keep", value: "FILE", help: "Keep the database there instead of deleting it")
      ]),
    Command(
      "completions", section: "Operations", abstract: "Print a shell's completion script",
      arguments: [
        Command.Argument("SHELL", help: "Which shell", allowed: Shell.allCases.map(\.rawValue))
      ]),
    Command(
      "man", section: "Operations", abstract: "Print the manual page",
      examples: [Command.Example("read it", "rapport man | man -l -")]),
  ]
}
