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
      var failed: [ModelKind] = []
      var answer = TrainAnswer()
      if !isNamed {
        for kind in ModelKind.allCases where !kinds.contains(kind) {
          answer.add(untrained: kind, reason: "there is no data for it")
        }
      }
      for kind in kinds {
        do {
          let result = try train(
            kind, rapport: rapport, options: options, cancellation: cancellation,
            console: context.console)
          answer.add(result)
          if !context.isJSON { print(result, to: context.console) }
        } catch let error as ServiceError where error.isOfDataForOneModel && kinds.count > 1 {
          // A young shop lacks the history for one model, not for all.
          warn(of: error, kind, context.console)
          answer.add(untrained: kind, reason: error.message)
          failed.append(kind)
        }
      }
      guard !answer.models.isEmpty else {
        throw CommandFailure("Nothing was trained.", exitCode: .unavailable)
      }
      if context.isJSON {
        try context.printJSON(answer)
      } else {
        if kinds.contains(.recommender) { ModelCommands.noteExperiment(rapport, context.console) }
        noteNext(answer, context.console)
      }
      guard failed.isEmpty || !isNamed else {
        throw CommandFailure(
          "Not trained: \(failed.map(\.rawValue).joined(separator: ", ")).",
          exitCode: .unavailable)
      }
    }
  }

  private static func warn(of error: ServiceError, _ kind: ModelKind, _ console: Console) {
    let reason = sentence("no \(kind.rawValue) model: \(error.message)")
    console.warn(([reason] + [error.hint.map(sentence)].compactMap(\.self)).joined(separator: " "))
  }

  private static func print(_ result: TrainingResult, to console: Console) {
    console.line(
      "\(padded(result.name, to: 16)) trained in \(durationText(seconds: result.seconds)) on "
        + result.learnedFrom)
    if let choice = result.choice { print(choice, to: console) }
  }

  /// Proposes what the first of the trained models is for.
  private static func noteNext(_ answer: TrainAnswer, _ console: Console) {
    guard let kind = answer.models.lazy.compactMap({ ModelKind(rawValue: $0.kind) }).first else {
      return
    }
    let question =
      switch kind {
      case .recommender: "rapport recommend CUSTOMER"
      case .churn: "rapport churn --top 20"
      case .value: "rapport value --top 20"
      case .support: "rapport ask TEXT"
      }
    console.note("Next: rapport evaluate \(kind.rawValue)\n      \(question)")
  }

  /// The models named, else all there is data for.
  private static func kinds(_ context: Context, rapport: Rapport) throws -> [ModelKind] {
    let named = context.invocation.list("MODEL", separatedBy: nil)
    guard named.isEmpty else { return named.compactMap { ModelKind(rawValue: $0) } }
    let kinds = try rapport.trainableKinds()
    guard !kinds.isEmpty else {
      throw CommandFailure(
        "There is nothing to learn from: the database is empty.",
        hint: "Import something first: 'rapport import interactions FILE'.",
        exitCode: .unavailable)
    }
    for kind in ModelKind.allCases where !kinds.contains(kind) {
      context.console.note(
        "There are no data for \(kind.rawValue): "
          + (kind == .support
            ? "'rapport import faq FILE' stores some."
            : "'rapport import interactions FILE' stores some."))
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
        "  Too few customers to learn a blend from: its weights are the usual ones.")
    }
    console.line(
      "  chosen on \(choice.validation), \(counted(choice.customers, "customer")): NDCG@10 "
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
