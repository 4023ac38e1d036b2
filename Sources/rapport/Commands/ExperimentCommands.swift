import Service
import Storage
import Terminal
import Wording

/// `rapport experiment start`, `stop` and `report`.
enum ExperimentCommands {
  static func start(_ context: Context) throws {
    let invocation = context.invocation
    let a = try invocation.requiredInt("a", in: 1 ... .max)
    let b = try invocation.requiredInt("b", in: 1 ... .max)
    let share = try invocation.requiredDouble("share")
    try context.withRapport(.readWrite) { rapport in
      let experiment = try rapport.startExperiment(
        versionA: a, versionB: b, share: share, name: invocation.string("name"))
      guard !context.isJSON else { return try context.printJSON(experiment) }
      context.console.line(
        "\(experiment.name) runs: \(percentage(1 - experiment.share)) of the customers get "
          + "\(experiment.modelA), \(percentage(experiment.share)) \(experiment.modelB).")
      context.console.note("Later 'rapport experiment report' says which is better.")
    }
  }

  static func stop(_ context: Context) throws {
    try context.withRapport(.readWrite) { rapport in
      let experiment = try rapport.stopExperiment()
      guard !context.isJSON else { return try context.printJSON(experiment) }
      context.console.line(
        "\(experiment.name) has ended: everybody gets the active version of the recommender.")
      context.console.note(
        "'rapport models rollback recommender VERSION' makes another the active one; "
          + "'rapport experiment report' still has the report.")
    }
  }

  static func report(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let report = try rapport.experimentReport(context.invocation.string("NAME"))
      guard !context.isJSON else { return try context.printJSON(report) }
      let console = context.console
      let experiment = report.experiment
      console.line(
        "\(console.style.bold(experiment.name)) since \(experiment.startedAt)"
          + (experiment.stoppedAt.map { ", stopped \($0)" } ?? ", running")
          + "; \(percentage(experiment.share)) of the customers get B.")
      console.line()
      var table = TextTable([
        TextTable.Column("arm"), TextTable.Column("customers", alignment: .right),
        TextTable.Column("shown", alignment: .right),
        TextTable.Column("click-through", alignment: .right),
        TextTable.Column("conversion", alignment: .right),
      ])
      for arm in report.arms {
        table.append([
          "\(arm.arm.uppercased())  \(arm.model)", grouped(arm.customers),
          grouped(arm.impressions), RecordCommands.rateText(arm.clickThrough),
          RecordCommands.rateText(arm.conversion),
        ])
      }
      console.table(table)
      console.line()
      console.line(report.verdict)
      for note in report.notes { console.note(note) }
    }
  }
}
