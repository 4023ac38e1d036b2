import Glibc
import Service
import Storage
import Terminal
import Wording

/// `rapport customer export` and `erase`.
enum CustomerCommands {
  static func export(_ context: Context) throws {
    let id = try context.invocation.requiredString("ID")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.exportCustomer(id)
      guard let path = context.invocation.string("output") else {
        return try context.printJSON(answer)
      }
      try PrivateFile.write("the export", to: path) { output in
        output.write(bytes: try JSONText.encode(answer, pretty: true))
        output.write("\n")
      }
      context.console.note(
        "Wrote what is stored about customer \(id) to \(path); only you may read it.")
    }
  }

  static func erase(_ context: Context) throws {
    let id = try context.invocation.requiredString("ID")
    let isRehearsal = context.invocation.flag("dry-run")
    let isTerminal = isatty(STDIN_FILENO) == 1
    guard isRehearsal || context.invocation.flag("yes") || isTerminal else {
      throw CommandFailure(
        "Erasing cannot be undone, and there is nobody here to ask.",
        hint: "Add '--yes', or '--dry-run' to see what would go.", exitCode: .usage)
    }
    do {
      try context.withRapport(.readWrite) { rapport in
        if !isRehearsal, !context.invocation.flag("yes") {
          printRows(try rapport.erase(customer: id, isRehearsal: true), of: id, context)
          guard isConfirmed(id, context) else {
            return context.console.note("Nothing was erased.")
          }
        }
        let answer = try rapport.erase(customer: id, isRehearsal: isRehearsal)
        guard !context.isJSON else { return try context.printJSON(answer) }
        print(answer, of: id, context)
      }
    } catch let error as StoreError where error.code == .locked {
      throw CommandFailure(
        sentence(error.message),
        hint: "A running 'rapport serve' erases over HTTP, at its own port: "
          + "curl -X DELETE http://127.0.0.1:PORT/v1/customers/\(id)", exitCode: .unavailable)
    }
  }

  private static func isConfirmed(_ id: String, _ context: Context) -> Bool {
    context.console.note("Erase customer \(id) for good? Type yes to do it.")
    return readLine()?.lowercased() == "yes"
  }

  private static func printRows(_ answer: ErasureAnswer, of id: String, _ context: Context) {
    let rows = answer.rows
    let parts = [
      (rows.interactions, "interaction", nil as String?), (rows.labels, "label", nil),
      (rows.conversations, "conversation", nil), (rows.messages, "message", nil),
      (rows.exposures, "product shown", "products shown"), (rows.clicks, "click", nil),
      (rows.examples, "example of the bot", "examples of the bot"),
      (rows.mentions, "mention elsewhere", "mentions elsewhere"),
    ].filter { $0.0 > 0 }.map(counted)
    let all = ["the record"] + parts
    let list =
      all.count == 1
      ? all[0] : all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
    let verb = answer.reference == nil ? "would go" : all.count == 1 ? "is gone" : "are gone"
    context.console.line("Of customer \(id) \(list) \(verb).")
  }

  private static func print(_ answer: ErasureAnswer, of id: String, _ context: Context) {
    let console = context.console
    printRows(answer, of: id, context)
    if !answer.models.isEmpty {
      console.line()
      var table = TextTable([
        TextTable.Column("model"), TextTable.Column("trained"), TextTable.Column("in use"),
        TextTable.Column("the customer in it", shrinks: true),
      ])
      for model in answer.models {
        table.append([
          model.model, String(model.createdAt.prefix(10)), model.active ? "yes" : "",
          text(model, isRehearsal: answer.dryRun),
        ])
      }
      console.table(table)
      console.line()
    }
    if answer.purged {
      console.line("No byte of the customer is left in the database or its log.")
    }
    for note in answer.notes {
      if answer.purged { console.note(sentence(note)) } else { console.warn(sentence(note)) }
    }
    if let reference = answer.reference {
      console.note("The audit log has it as \(reference), without a name.")
    }
    if !answer.dryRun, answer.models.contains(where: { $0.active && $0.outcome != "not_seen" }) {
      console.note("'rapport train' lets the models forget the customer's share too.")
    }
  }

  private static func text(_ model: ErasureAnswer.Model, isRehearsal: Bool) -> String {
    let what = model.what ?? ""
    switch model.outcome {
    case "not_seen": return "was not there when it was trained"
    case "aggregates_only": return "was there; it holds nothing of one person"
    case "repaired": return isRehearsal ? "would be taken out: \(what)" : "taken out: \(what)"
    default: return isRehearsal ? "would be removed: \(what)" : "removed: \(what)"
    }
  }
}
