import Service
import Storage
import Terminal

/// `rapport keys create`, `list` and `revoke`.
enum KeyCommands {
  static func create(_ context: Context) throws {
    let name = try context.invocation.requiredString("NAME")
    try context.withRapport(.readWrite) { rapport in
      let key = try rapport.createKey(named: name)
      guard !context.isJSON else { return try context.printJSON(key) }
      context.console.line(key.key ?? "")
      context.console.note("Keep it: it is not shown again. Its id is \(key.id).")
    }
  }

  static func list(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let keys = try rapport.keys()
      guard !context.isJSON else { return try context.printJSON(keys) }
      guard !keys.isEmpty else {
        context.console.note("There are no keys: 'rapport keys create NAME' makes one.")
        return
      }
      var table = TextTable([
        TextTable.Column("id"), TextTable.Column("made"), TextTable.Column("state"),
        TextTable.Column("name", shrinks: true),
      ])
      for key in keys {
        table.append([
          key.id, String(key.createdAt.prefix(10)),
          key.revokedAt.map { "revoked \($0.prefix(10))" } ?? "valid", key.name,
        ])
      }
      context.console.table(table)
    }
  }

  static func revoke(_ context: Context) throws {
    let id = try context.invocation.requiredString("ID")
    try context.withRapport(.readWrite) { rapport in
      try rapport.revokeKey(id)
      context.console.line("\(id) is not valid any more.")
    }
  }
}
