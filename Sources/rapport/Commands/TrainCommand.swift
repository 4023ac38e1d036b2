import Domain
import Engine
import Service
import Storage
import Terminal
import Wording

/// `rapport train`.
enum TrainCommand {
  static func run(_ context: Context) throws {
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    var options = try trainingOptions(context)
    options.isQuick = context.invocation.flag("quick")
    try context.withRapport(.readWrite) { rapport in
      let kinds = try kinds(context, rapport: rapport)
      let isNamed = !context.invocation.list("MODEL", separatedBy: nil).isEmpty
      var lastFailure: ServiceError?
      var answer = TrainAnswer()
      if !isNamed {
        for kind in ModelKind.allCases where !kinds.contains(kind) {
          answer.add(untrained: kind, reason: "there is no data for it")
        }
      }
      for kind in kinds {
        let result: TrainingResult
        do {
          result = try train(
            kind, rapport: rapport, options: options, cancellation: cancellation,
            console: context.console)
        } catch let error as ServiceError where error.code == .nothingToLearn && !isNamed {
          // A young shop lacks the history for one model, not for all.
          context.console.warn("no \(kind.rawValue) model: \(error.message)")
          answer.add(untrained: kind, reason: error.message)
          lastFailure = error
          continue
        }
        answer.add(result)
        guard !context.isJSON else { continue }
        context.console.line(
          "\(padded(result.name, to: 16)) trained in \(durationText(seconds: result.seconds)) on "
            + result.learnedFrom)
        if let choice = result.choice { print(choice, to: context.console) }
      }
      if answer.models.isEmpty, let lastFailure { throw lastFailure }
      guard !context.isJSON else { return try context.printJSON(answer) }
      if kinds.contains(.recommender) { ModelCommands.noteExperiment(rapport, context.console) }
      context.console.note("Next: rapport evaluate recommender   rapport recommend CUSTOMER")
    }
  }

  /// The models named, else all there is data for.
  private static func kinds(_ context: Context, rapport: Rapport) throws -> [ModelKind] {
    let named = context.invocation.list("MODEL", separatedBy: nil)
    guard named.isEmpty else { return named.compactMap { ModelKind(rawValue: $0) } }
    let kinds = try rapport.trainableKinds()
    guard !kinds.isEmpty else {
      throw CommandFailure(
        "There is nothing to learn from: the database is empty.",
        hint: "Import something first: rapport import interactions FILE", exitCode: .unavailable)
    }
    for kind in ModelKind.allCases where !kinds.contains(kind) {
      context.console.note(
        "No data for \(kind.rawValue): "
          + (kind == .support
            ? "import some with 'rapport import faq FILE'"
            : "import some with 'rapport import interactions FILE'"))
    }
    return kinds
  }

  static func train(
    _ kind: ModelKind, rapport: Rapport, options: TrainingOptions, cancellation: Cancellation,
    console: Console
  ) throws -> TrainingResult {
    let bar = console.progress("training \(kind.rawValue)")
    defer { bar.finish() }
    return try rapport.train(kind, options: options, cancellation: cancellation) { _, share in
      bar.update(to: Int(share * 100), of: 100)
    }
  }

  static func trainingOptions(_ context: Context) throws -> TrainingOptions {
    let invocation = context.invocation
    return TrainingOptions(
      seed: UInt64(try invocation.requiredInt("seed", in: 0 ... .max)),
      asOf: try invocation.day("as-of"),
      horizonDays: try invocation.int("horizon", in: 1...3650),
      budget: try budget(invocation))
  }

  /// Seconds, from 60s, 10m or 1h.
  private static func budget(_ invocation: Invocation) throws -> Double {
    guard let text = invocation.string("budget") else { return TrainingOptions.usualBudget }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    if let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()),
      number > 0, number * unit <= 86_400
    {
      return number * unit
    }
    throw invocation.invalid("budget", "must be a time up to a day, such as 60s, 10m or 1h.")
  }

  /// What a recommender is made of, and why.
  private static func print(_ choice: RecommenderChoice, to console: Console) {
    guard !choice.validation.isEmpty else {
      return console.line(
        "  too few customers to learn a blend from: its weights are the usual ones")
    }
    console.line(
      "  chosen on \(choice.validation), \(grouped(choice.customers)) customers: NDCG@10 "
        + "\(grouped(choice.ndcgAny, decimals: 3)) of any products, "
        + "\(grouped(choice.ndcgNew, decimals: 3)) of new ones")
    var table = TextTable([
      TextTable.Column("  part"), TextTable.Column("any", alignment: .right),
      TextTable.Column("new", alignment: .right), TextTable.Column("alone", alignment: .right),
      TextTable.Column("setting", shrinks: true),
    ])
    for part in choice.parts.sorted(by: { $0.any + $0.new > $1.any + $1.new }) {
      table.append([
        "  " + part.model, percentage(part.any, decimals: 0), percentage(part.new, decimals: 0),
        part.ndcgNew.map { new in
          "\(grouped(part.ndcgAny ?? 0, decimals: 3))/\(grouped(new, decimals: 3))"
        } ?? "", part.setting,
      ])
    }
    console.table(table)
    for line in choice.leftOut { console.line("  without \(line)") }
  }

}
