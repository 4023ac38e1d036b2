import Domain
import Service
import Storage
import Terminal

/// `rapport keys create`, `list` and `revoke`.
enum KeyCommands {
  static func create(_ context: Context) throws {
    let invocation = context.invocation
    let name = try invocation.requiredString("NAME")
    let scopes = Set(invocation.list("scope").compactMap(AccessScope.init(rawValue:)))
    let expiresAt = try expiry(invocation)
    try context.withRapport(.readWrite) { rapport in
      let key = try rapport.createKey(named: name, scopes: scopes, expiresAt: expiresAt)
      guard !context.isJSON else { return try context.printJSON(key) }
      context.console.line(key.key ?? "")
      context.console.note("Keep it: it is not shown again. Its id is \(key.id).")
    }
  }

  /// A day, or a number of days, weeks or years from now.
  private static func expiry(_ invocation: Invocation) throws -> Timestamp? {
    guard let text = invocation.string("expires") else { return nil }
    let days: [Character: Int] = ["d": 1, "w": 7, "y": 365]
    if let unit = text.last.flatMap({ days[$0] }), let number = Int(text.dropLast()),
      (1...36_500).contains(number)
    {
      return Timestamp.now.adding(days: number * unit)
    }
    guard text.contains("-"), let day = try invocation.day("expires") else {
      throw invocation.invalid("expires", "must be a day such as 2027-01-31, or 90d, 12w or 1y.")
    }
    return day
  }

  static func list(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let keys = try rapport.allKeys()
      guard !context.isJSON else { return try context.printJSON(keys) }
      guard !keys.isEmpty else {
        context.console.note(
          "There are no keys yet: 'rapport keys create NAME --scope SCOPE' makes one.")
        return
      }
      var table = TextTable([
        TextTable.Column("id"), TextTable.Column("scopes"), TextTable.Column("made"),
        TextTable.Column("expires"), TextTable.Column("last used"), TextTable.Column("state"),
        TextTable.Column("name", shrinks: true),
      ])
      for key in keys {
        table.append([
          key.id, key.scopes.joined(separator: " "), day(key.createdAt),
          key.expiresAt.map(day) ?? "never", key.lastUsedAt.map(day) ?? "never",
          key.revokedAt.map { "revoked \(day($0))" } ?? key.state, key.name,
        ])
      }
      context.console.table(table)
    }
  }

  private static func day(_ time: String) -> String { String(time.prefix(10)) }

  static func revoke(_ context: Context) throws {
    let id = try context.invocation.requiredString("ID")
    try context.withRapport(.readWrite) { rapport in
      try rapport.revokeKey(id)
      context.console.line("\(id) is not valid any more.")
    }
  }
}
