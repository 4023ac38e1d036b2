import Domain
import Engine
import Service
import Storage
import Terminal

/// `rapport train`.
enum TrainCommand {
  static func run(_ context: Context) throws {
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    let options = try trainingOptions(context)
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
      }
      if answer.models.isEmpty, let lastFailure { throw lastFailure }
      guard !context.isJSON else { return try context.printJSON(answer) }
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
      asOf: try date(invocation, "as-of"),
      horizonDays: try invocation.requiredInt("horizon", in: 1...3650))
  }

  private static func date(_ invocation: Invocation, _ name: String) throws -> Timestamp? {
    guard let text = invocation.string(name) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1...12).contains(month)
    {
      let time = Timestamp(year: year, month: month, day: day)
      if time.date == text { return time }
    }
    throw invocation.invalid(name, "must be a day such as 2011-12-09.")
  }
}
