import Glibc
import Service
import Storage
import Terminal
import Wording

/// Commands about the database itself.
enum RecordCommands {
  static func create(_ context: Context) throws {
    let path = try context.databasePath()
    let existed = access(path, F_OK) == 0
    let store = try Store.create(at: path)
    defer { store.close() }
    let rapport = Rapport(store: store)
    let status = try rapport.status()
    let isEmpty = status.customers == 0 && status.interactions == 0 && status.faqEntries == 0
    context.console.line(
      !existed
        ? "Created \(path)."
        : "\(path) is there already and up to date: "
          + (isEmpty
            ? "it is empty."
            : counted(status.customers, "customer") + ", " + counted(status.products, "product")
              + ", " + counted(status.interactions, "interaction") + "."))
    if isEmpty {
      context.console.note("Next: rapport import interactions FILE   (rapport import --help)")
    }
  }

  static func status(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let status = try rapport.status()
      guard !context.isJSON else { return try context.printJSON(status) }
      let console = context.console
      console.line("Database      \(status.database)")
      console.line("Customers     \(grouped(status.customers))")
      console.line("Products      \(grouped(status.products))")
      let kinds = status.interactionsByKind.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\(grouped($0.value)) \($0.key)" }.joined(separator: ", ")
      console.line(
        "Interactions  \(grouped(status.interactions))" + (kinds.isEmpty ? "" : "  (\(kinds))"))
      if let first = status.firstInteraction, let last = status.lastInteraction {
        console.line("              from \(first.prefix(10)) to \(last.prefix(10))")
      }
      console.line("FAQ entries   \(grouped(status.faqEntries))")
      if status.churnLabels > 0 { console.line("Churn labels  \(grouped(status.churnLabels))") }
      console.line("Conversations \(grouped(status.conversations))")
      if status.models.isEmpty {
        console.line("Models        none yet: 'rapport train' makes them")
      } else {
        console.line("Models")
      }
      for model in status.models {
        console.line(
          "  \(padded(model.name, to: 16)) trained \(model.createdAt), \(byteText(model.bytes))"
            + (model.outdated ? ", data has changed since" : ""))
      }
      if let changes = status.churnChanges { warn(of: changes, context.console) }
      if let online = status.online { printOnline(online, to: console) }
      if let experiment = status.experiment {
        console.line(
          "Experiment    \(experiment.name): \(experiment.modelA) and \(experiment.modelB) since "
            + "\(experiment.startedAt); see 'rapport experiment report'")
      }
    }
  }

  /// Says where the churn model no longer fits the shop.
  private static func warn(of changes: ChurnChangesAnswer, _ console: Console) {
    for drift in changes.drift.filter({ $0.reading == "shifted" }).prefix(5) {
      console.warn(
        "Customers differ from those of the day churn was trained: \(drift.feature) (stability "
          + "index \(grouped(drift.stabilityIndex, decimals: 2))). 'rapport train churn' learns anew."
      )
    }
    if let outcome = changes.outcome, outcome.hasDrifted {
      console.warn(
        "The churn model expected \(percentage(outcome.expected)) to leave in the "
          + "\(counted(outcome.days, "day")) from \(outcome.from), and "
          + "\(percentage(outcome.observed)) did. 'rapport train churn' learns anew.")
    }
    if !changes.ignoredAttributes.isEmpty {
      console.warn(
        "Attributes that came after churn was trained do not count: "
          + "\(changes.ignoredAttributes.joined(separator: ", ")). 'rapport train churn' learns them."
      )
    }
    if !changes.missingAttributes.isEmpty {
      console.warn(
        "Attributes that churn was trained with are gone: "
          + changes.missingAttributes.joined(separator: ", ") + ".")
    }
  }

  private static func printOnline(_ online: OnlineAnswer, to console: Console) {
    console.line("Recommendations shown")
    var table = TextTable([
      TextTable.Column("  model"), TextTable.Column("shown", alignment: .right),
      TextTable.Column("clicked", alignment: .right),
      TextTable.Column("click-through", alignment: .right),
      TextTable.Column(
        "bought in \(counted(online.attributionDays, "day"))", alignment: .right),
      TextTable.Column("conversion", alignment: .right),
    ])
    for model in online.models {
      table.append([
        "  " + model.model, grouped(model.impressions), grouped(model.clicks),
        rateText(model.clickThrough), grouped(model.conversions), rateText(model.conversion),
      ])
    }
    console.table(table)
  }

  /// `12.3% (10.1 to 14.8)`; a dash where there is nothing to take a share of.
  static func rateText(_ rate: RateAnswer?) -> String {
    guard let rate else { return "–" }
    return "\(percentage(rate.value)) (\(grouped(rate.low * 100, decimals: 1)) to "
      + "\(grouped(rate.high * 100, decimals: 1)))"
  }

  static func completions(_ context: Context) throws {
    guard let shell = Shell(rawValue: try context.invocation.requiredString("SHELL")) else {
      return
    }
    context.console.output.write(CommandTable.rapport.completionScript(for: shell))
  }

  static func manual(_ context: Context) throws {
    context.console.output.write(CommandTable.rapport.manual)
  }
}
