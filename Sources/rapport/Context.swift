import Service
import Storage
import Terminal

/// What a command works with: its options, where to print, which database.
struct Context {
  let invocation: Invocation
  let console: Console

  var isJSON: Bool { invocation.flag("json") }

  /// The path of the database: `--db`, else `$RAPPORT_DB`, else `rapport.db`.
  func databasePath() throws -> String { try invocation.requiredString("db") }

  /// Opens the database for a command, and closes it.
  func withRapport<Result>(
    _ access: Store.Access, _ body: (Rapport) throws -> Result
  ) throws -> Result {
    let rapport = try Rapport(opening: databasePath(), access: access, durability: durability)
    defer { rapport.close() }
    return try body(rapport)
  }

  /// What `--durability` says, where the command has that option.
  private var durability: Store.Durability {
    guard invocation.command.options.contains(where: { $0.name == "durability" }) else {
      return .normal
    }
    return invocation.string("durability").flatMap { Store.Durability(rawValue: $0) } ?? .normal
  }

  /// Prints a value as JSON.
  func printJSON(_ value: some Encodable) throws {
    console.output.write(bytes: try JSONText.encode(value, pretty: true))
    console.line()
  }
}
