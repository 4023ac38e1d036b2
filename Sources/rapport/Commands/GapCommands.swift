import Engine
import Glibc
import Service
import Storage
import Terminal
import Wording

/// `rapport support gaps`, `add` and `dismiss`.
enum GapCommands {
  static func gaps(_ context: Context) throws {
    let invocation = context.invocation
    let limit = try invocation.requiredInt("limit", in: 1...100_000)
    let since = try invocation.day("since")
    try context.withRapport(.readOnly) { rapport in
      let answer = try rapport.gaps(limit: limit, since: since)
      if let path = invocation.string("csv") { try GapsFile.write(answer, to: path) }
      guard !context.isJSON else { return try context.printJSON(answer) }
      print(answer, to: context.console)
    }
  }

  static func add(_ context: Context) throws {
    let invocation = context.invocation
    let intent = try invocation.requiredString("intent")
    let answer = invocation.string("answer")
    let seed = UInt64(try invocation.requiredInt("seed", in: 0 ... .max))
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    try context.withRapport(.readWrite) { rapport in
      var added: GapAddedAnswer
      switch (invocation.string("GAP"), invocation.string("text")) {
      case (let gap?, nil): added = try rapport.addGap(gap, intent: intent, answer: answer)
      case (nil, let text?): added = try rapport.addExample(text, intent: intent, answer: answer)
      default: throw invocation.misuse("Name one GAP, or give one example with '--text'.")
      }
      let count = added.added.count
      let isTraining = !invocation.flag("no-train") && count > 0
      if !context.isJSON {
        context.console.line(
          "\(added.isNewIntent ? "Intent \(added.intent) made with" : "Intent \(added.intent) got") "
            + counted(count, "wording") + (count == 0 ? ": it had them all." : "."))
      }
      if isTraining {
        let result = try TrainCommand.train(
          .support, rapport: rapport, options: TrainingOptions(seed: seed, isQuick: true),
          cancellation: cancellation, console: context.console)
        (added.model, added.trainSeconds) = (result.name, result.seconds)
      }
      guard !context.isJSON else { return try context.printJSON(added) }
      if let model = added.model, let seconds = added.trainSeconds {
        context.console.line("\(model) trained in \(durationText(seconds: seconds)).")
      } else if count > 0 {
        context.console.note("The bot learns them with 'rapport train support'.")
      }
    }
  }

  static func dismiss(_ context: Context) throws {
    let id = try context.invocation.requiredString("GAP")
    try context.withRapport(.readWrite) { rapport in
      let answer = try rapport.dismissGap(id)
      guard !context.isJSON else { return try context.printJSON(answer) }
      context.console.line(
        "Gap \(answer.id) is dismissed, with \(counted(answer.messages, "question")) such as "
          + "\"\(answer.question)\".")
    }
  }

  private static func print(_ answer: GapsAnswer, to console: Console) {
    guard !answer.gaps.isEmpty else {
      return console.line("No question is left without an answer.")
    }
    var table = TextTable([
      TextTable.Column("gap"), TextTable.Column("asked", alignment: .right),
      TextTable.Column("by", alignment: .right), TextTable.Column("newest"),
      TextTable.Column("a typical question", shrinks: true),
      TextTable.Column("what it may be", shrinks: true),
      TextTable.Column("sure", alignment: .right),
    ])
    for gap in answer.gaps {
      table.append([
        gap.id, grouped(gap.count), grouped(gap.customers), gap.newest, gap.question,
        gap.suggestion?.text ?? "", gap.confidence.map { percentage($0, decimals: 0) } ?? "",
      ])
    }
    console.table(table)
    let hidden = answer.totalGaps - answer.gaps.count
    if hidden > 0 {
      console.note("There are \(grouped(hidden)) more: '--limit \(answer.totalGaps)' lists all.")
    }
    if answer.model == nil {
      console.note("No bot is trained: 'rapport train support' lets it say what they may be.")
    }
    let first = answer.gaps[0]
    console.note(
      "Next: rapport support add \(first.id) --intent \(first.nearestIntent ?? "NAME")\n"
        + "      rapport support dismiss \(first.id)")
  }
}
