import Service
import Storage
import Terminal
import Wording

/// `rapport settings list`, `set` and `unset`.
enum SettingsCommands {
  static func list(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let settings = try rapport.settings()
      guard !context.isJSON else { return try context.printJSON(settings) }
      var table = TextTable([
        TextTable.Column("setting"), TextTable.Column("value", alignment: .right),
        TextTable.Column("set"), TextTable.Column("what it is", shrinks: true),
      ])
      for setting in settings {
        table.append([
          setting.name,
          setting.word ?? setting.value.map(number)
            ?? (setting.derivation == nil ? "not set" : "derived"),
          setting.setAt.map { String($0.prefix(10)) } ?? "default",
          setting.text + (setting.isDefault ? setting.derivation.map { ": \($0)" } ?? "" : ""),
        ])
      }
      context.console.table(table)
    }
  }

  static func set(_ context: Context) throws {
    let name = try context.invocation.requiredString("NAME")
    let text = try context.invocation.requiredString("VALUE")
    guard let value = Rapport.settingValue(text, of: name) else {
      let words = SettingName(rawValue: name)?.words ?? []
      throw context.invocation.misuse(
        words.isEmpty
          ? "\"\(text)\" is no number; write it as 2.5."
          : "\"\(text)\" is not \(words.joinedAsAlternatives()).")
    }
    try context.withRapport(.readWrite) { rapport in
      let setting = try rapport.set(name, to: value)
      guard !context.isJSON else { return try context.printJSON(setting) }
      context.console.line(
        "\(setting.name) is \(setting.word ?? number(value)): \(setting.text).")
    }
  }

  static func unset(_ context: Context) throws {
    let name = try context.invocation.requiredString("NAME")
    try context.withRapport(.readWrite) { rapport in
      let setting = try rapport.unset(name)
      guard !context.isJSON else { return try context.printJSON(setting) }
      let value =
        setting.word ?? setting.value.map(number)
        ?? setting.derivation.map { "derived: \($0)" } ?? "not set"
      context.console.line("\(setting.name) is the default again: \(value).")
    }
  }

  private static func number(_ value: Double) -> String {
    value.rounded() == value ? grouped(value, decimals: 0) : String(describing: value)
  }
}
