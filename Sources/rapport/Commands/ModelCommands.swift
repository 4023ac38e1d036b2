import Service
import Storage
import Terminal
import Wording

/// `rapport models` and `rapport models rollback`.
enum ModelCommands {
  static func list(_ context: Context) throws {
    try context.withRapport(.readOnly) { rapport in
      let models = try rapport.models()
      guard !context.isJSON else { return try context.printJSON(models) }
      guard !models.isEmpty else {
        return context.console.line("There are no models yet: 'rapport train' makes them.")
      }
      var table = TextTable([
        TextTable.Column("model"), TextTable.Column("in use"), TextTable.Column("trained"),
        TextTable.Column("size", alignment: .right), TextTable.Column("data since"),
      ])
      for model in models {
        table.append([
          model.name, model.active ? "yes" : "", model.createdAt, byteText(model.bytes),
          model.outdated ? "changed" : "unchanged",
        ])
      }
      context.console.table(table)
    }
  }

  static func rollback(_ context: Context) throws {
    let kind = try context.invocation.requiredString("KIND")
    let version = try context.invocation.int("VERSION", in: 1 ... .max)
    try context.withRapport(.readWrite) { rapport in
      let answer = try rapport.rollback(kind, version: version)
      guard !context.isJSON else { return try context.printJSON(answer) }
      context.console.line("\(answer.name) is in use now.")
      if kind == ModelKind.recommender.rawValue { noteExperiment(rapport, context.console) }
    }
  }

  /// Says that an experiment goes on with its own versions.
  static func noteExperiment(_ rapport: Rapport, _ console: Console) {
    guard let experiment = try? rapport.experiment() else { return }
    console.note(
      "\(experiment.name) goes on: customers get \(experiment.modelA) or \(experiment.modelB) "
        + "until 'rapport experiment stop'.")
  }
}
