import Service
import Storage
import Terminal
import Wording

/// Keeping the database safe: `rapport check`, `backup` and `restore`.
enum MaintenanceCommands {
  static func check(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let problems = try rapport.check()
      if context.isJSON {
        try context.printJSON(["problems": problems])
      } else if problems.isEmpty {
        context.console.line("\(rapport.store.path): integrity, references and models are sound.")
      } else {
        for problem in problems { context.console.line(problem) }
      }
      guard problems.isEmpty else {
        throw CommandFailure(
          "\(counted(problems.count, "problem")) found.",
          hint: "Where it is not only a model, put the last good backup back: "
            + "'rapport restore FILE'.", exitCode: .dataError)
      }
    }
  }

  static func backup(_ context: Context) throws {
    let destination = try context.invocation.requiredString("FILE")
    Interruption.listen()
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.backup(to: destination) { Interruption.isRequested }
      guard !context.isJSON else { return try context.printJSON(answer) }
      context.console.line(
        "Copied \(answer.database) to \(answer.backup), \(byteText(answer.bytes)).")
      context.console.note("Its SHA-256 is in \(answer.backup).sha256: keep the two together.")
    }
  }

  static func restore(_ context: Context) throws {
    let backup = try context.invocation.requiredString("FILE")
    let answer = try Rapport.restore(backup, to: context.databasePath())
    guard !context.isJSON else { return try context.printJSON(answer) }
    context.console.line(
      "Restored \(answer.database) from \(answer.backup), \(byteText(answer.bytes)).")
    if let replaced = answer.replaced {
      context.console.line("The database that was there is kept as \(replaced).")
    }
    if answer.checksum == "absent" {
      context.console.note(
        "There was no \(answer.backup).sha256: pages, references and models are sound, but "
          + "nobody can say whether a text or a number has changed.")
    }
  }
}
