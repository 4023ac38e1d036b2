import Domain
import Glibc
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
          ? "\(kind) are kept for ever." : "\(kind) are kept for \(self.period(rule.days)).")
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
          "Everything is kept for ever: 'rapport retention set' changes that.")
      }
      for kind in answer.kinds {
        context.console.line(
          "\(padded(kind.kind, to: 14))\(padded(grouped(kind.deleted), to: 10, right: true))  "
            + "\(isRehearsal ? "would go" : "gone"), all before \(kind.before.prefix(10))")
      }
      if answer.kinds.contains(where: { $0.kind == "messages" && $0.deleted > 0 }) {
        context.console.note("Messages are counted by conversation.")
      }
    }
  }

  private static func period(_ days: Int?) -> String {
    guard let days else { return "for ever" }
    return "\(grouped(days)) \(days == 1 ? "day" : "days")"
  }
}
