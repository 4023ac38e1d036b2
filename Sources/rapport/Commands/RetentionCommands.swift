import Domain
import Service
import Storage
import Terminal
import Wording

/// `rapport retention list`, `set` and `run`.
enum RetentionCommands {
  static func list(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let rules = try rapport.retention()
      guard !context.isJSON else { return try context.printJSON(rules) }
      var table = TextTable([
        TextTable.Column("records"), TextTable.Column("kept"),
        TextTable.Column("what they are", shrinks: true),
      ])
      for rule in rules {
        table.append([rule.kind, period(rule.days), rule.text])
      }
      context.console.table(table)
    }
  }

  static func set(_ context: Context) throws {
    let kind = try context.invocation.requiredString("KIND")
    let period = try context.invocation.requiredString("PERIOD")
    try context.withRapport(.readWrite) { rapport in
      let rule = try rapport.setRetention(of: kind, to: period)
      guard !context.isJSON else { return try context.printJSON(rule) }
      context.console.line(
        rule.days == nil
          ? "\(name(kind)) are kept for ever."
          : "\(name(kind)) are kept for \(self.period(rule.days)).")
      if rule.days != nil {
        context.console.note(
          "'rapport retention run --dry-run' says what that deletes; 'rapport serve' does it once "
            + "a day.")
      }
    }
  }

  static func run(_ context: Context) throws {
    let isRehearsal = context.invocation.flag("dry-run")
    try context.withRapport(isRehearsal ? .readOnly : .readWrite) { rapport in
      let answer = try rapport.applyRetention(isRehearsal: isRehearsal)
      guard !context.isJSON else { return try context.printJSON(answer) }
      guard !answer.kinds.isEmpty else {
        return context.console.line(
          "Everything is kept for ever: 'rapport retention set KIND PERIOD' changes that.")
      }
      for kind in answer.kinds {
        context.console.line(
          "\(name(kind.kind)) before \(kind.before.prefix(10)): "
            + "\(grouped(kind.deleted)) \(isRehearsal ? "would be deleted" : "deleted").")
      }
      if answer.kinds.contains(where: { $0.kind == "messages" && $0.deleted > 0 }) {
        context.console.note("Messages are counted by conversation.")
      }
    }
  }

  /// The records of a kind at the beginning of a sentence.
  private static func name(_ kind: String) -> String {
    kind == ExpiringKind.audit.rawValue
      ? "Lines of the audit log" : kind.prefix(1).uppercased() + kind.dropFirst()
  }

  private static func period(_ days: Int?) -> String {
    guard let days else { return "for ever" }
    return counted(days, "day")
  }
}
