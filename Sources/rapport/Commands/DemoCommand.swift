import CSeedData
import Engine
import Evaluation
import Glibc
import Ingest
import Recommendation
import Service
import Storage
import Terminal
import Wording

/// `rapport demo`: the whole story on a small made-up shop, in a database that
/// goes away afterwards.
enum DemoCommand {
  /// Little time, so that the story is told before anybody looks away: the sequence
  /// transformer stays out.
  private static let options = TrainingOptions(budget: 2)

  static func run(_ context: Context) throws {
    let console = context.console
    let cancellation = Cancellation()
    Interruption.listen { cancellation.cancel() }
    let kept = context.invocation.string("keep")
    let folder = try temporaryFolder()
    let path = kept ?? folder + "/demo.db"
    if let kept, access(kept, F_OK) == 0 {
      throw CommandFailure(
        "\(kept) exists already.", hint: "Name a file that does not exist yet.",
        exitCode: .cannotCreate)
    }
    defer { removeFolder(folder) }
    let rapport = Rapport(store: try Store.create(at: path))
    defer { rapport.close() }
    try load(rapport, console: console)
    do {
      try train(rapport, cancellation: cancellation, console: console)
      try measure(rapport, cancellation: cancellation, console: console)
    } catch let error as ServiceError where error.code == .cancelled {
      throw CommandFailure("The demo was stopped.", exitCode: .interrupted)
    }
    try recommend(rapport, console: console)
    try churn(rapport, console: console)
    try ask(rapport, console: console)
    next(kept, console: console)
  }

  private static func load(_ rapport: Rapport, console: Console) throws {
    heading("A small shop is loaded", console)
    for (kind, name, bytes) in [
      (ImportKind.customers, "customers.csv", bytes(of: rapport_seed_customers)),
      (.products, "products.csv", bytes(of: rapport_seed_products)),
      (.interactions, "interactions.csv", bytes(of: rapport_seed_interactions)),
      (.faq, "faq.jsonl", bytes(of: rapport_seed_faq)),
    ] {
      try Interruption.check()
      let outcome = try rapport.importRecords(
        from: ByteSource(bytes: bytes, name: name), options: ImportOptions(kind: kind))
      guard outcome.summary.refused == 0 else {
        throw CommandFailure(
          "\(counted(outcome.summary.refused, "record")) of the shipped \(name) refused.",
          exitCode: .internal)
      }
    }
    let status = try rapport.status()
    console.line(
      "  \(grouped(status.customers)) customers, \(grouped(status.products)) products, "
        + "\(grouped(status.interactions)) interactions from "
        + "\(status.firstInteraction?.prefix(10) ?? "") to "
        + "\(status.lastInteraction?.prefix(10) ?? ""), \(status.faqEntries) FAQ entries")
  }

  private static func train(
    _ rapport: Rapport, cancellation: Cancellation, console: Console
  ) throws {
    heading("Four models learn from it", console)
    for kind in ModelKind.allCases {
      let result = try TrainCommand.train(
        kind, rapport: rapport, options: options, cancellation: cancellation,
        console: console)
      console.line(
        "  \(padded(kind.rawValue, to: 12)) \(padded(durationText(seconds: result.seconds), to: 8))"
          + result.learnedFrom)
    }
  }

  private static func measure(
    _ rapport: Rapport, cancellation: Cancellation, console: Console
  ) throws {
    heading("How good they are on data they have not seen", console)
    for (kind, meaning) in [
      (ModelKind.recommender, "NDCG@10 of the next 60 days' purchases"),
      (.churn, "AUC of who buys nothing for 90 days"),
      (.support, "accuracy on phrasings left out"),
    ] {
      guard let (metric, baseline) = EvaluationText.baselines[kind.rawValue] else { continue }
      let bar = console.progress("evaluating \(kind.rawValue)")
      defer { bar.finish() }
      let report = try rapport.evaluate(
        kind, options: options, cancellation: cancellation,
        progress: { _, share in bar.update(to: Int(share * 100), of: 100) })
      bar.finish()
      let value = report.metrics[metric]
      let other = report.models.first { $0.name == baseline }?.metrics[metric]
      console.line(
        "  \(padded(kind.rawValue, to: 12)) \(grouped(value?.value ?? .nan, decimals: 3)) against "
          + "\(grouped(other?.value ?? .nan, decimals: 3)) of "
          + "\(padded(baseline == "bm25" ? "BM25 search" : baseline, to: 14)) \(meaning)")
    }
  }

  private static func recommend(_ rapport: Rapport, console: Console) throws {
    let customer = "c203"
    heading("What customer \(customer) should see next, and why", console)
    let answer = try rapport.recommend(
      customer: customer,
      options: RecommendationOptions(
        limit: 3, bought: .exclude, explains: true))
    for item in answer.items {
      console.line(
        "  \(console.style.bold(item.title ?? item.productId))  "
          + "\(grouped(item.price ?? 0, decimals: 2)) \(item.currency ?? "")")
      let reasons = (item.reasons ?? []).filter { $0.because != nil || $0.kind == "popular" }
      for reason in reasons.prefix(2) {
        console.line("    " + RecommendCommands.text(reason, of: item))
      }
    }
  }

  private static func churn(_ rapport: Rapport, console: Console) throws {
    heading("The five customers most likely to leave", console)
    for customer in try rapport.churnList(ChurnListOptions(limit: 5)).customers {
      let reasons = customer.topRiskFactors.prefix(2).map {
        "\(ChurnCommand.text($0)) \(signed($0.contribution, decimals: 2))"
      }
      console.line(
        "  \(padded(customer.customerId, to: 8))"
          + "\(padded(percentage(customer.churnProbability, decimals: 0), to: 6))"
          + reasons.joined(separator: ", "))
    }
  }

  private static func ask(_ rapport: Rapport, console: Console) throws {
    heading("Three questions to the support bot", console)
    for question in [
      "has my order been shipped yet?", "怎么退货？",
      "who won the football world cup in 1998?",
    ] {
      let answer = try rapport.ask(question)
      console.line("  \(console.style.bold("?")) \(question)")
      let confidence = percentage(answer.confidence, decimals: 0)
      switch answer.action {
      case "answer":
        let text = wrapped(answer.answer ?? "", width: 92, indent: 4)
        console.line("    " + text.drop { $0 == " " })
        console.line(
          console.style.dim("    (\(answer.intent ?? ""), confidence \(confidence))"))
      default:
        let nearest = answer.suggestions.first?.question ?? "nothing"
        console.line(
          "    Not sure (confidence \(confidence)): this goes to a person. Nearest question: "
            + "\"\(nearest)\"")
      }
    }
  }

  private static func next(_ kept: String?, console: Console) {
    heading("Next", console)
    if let kept {
      console.line("  rapport --db \(kept) recommend c203 --explain")
      console.line("  rapport --db \(kept) serve               answer over HTTP")
    } else {
      console.line("  rapport demo --keep shop.db              keep this database to play with")
    }
    console.line("  rapport init                             begin with your own data")
    console.line("  rapport import interactions orders.csv   then: rapport train")
    console.line("  rapport --help                           everything else")
  }

  private static func heading(_ text: String, _ console: Console) {
    console.line()
    console.line(console.style.bold(text))
  }

  private static func bytes(
    of accessor: (UnsafeMutablePointer<Int>?) -> UnsafePointer<UInt8>?
  ) -> [UInt8] {
    var size = 0
    guard let start = accessor(&size) else { return [] }
    return Array(UnsafeBufferPointer(start: start, count: size))
  }

  private static func temporaryFolder() throws -> String {
    let base = environmentVariable("TMPDIR") ?? "/tmp"
    var template = Array("\(base)/rapport-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(
        "No temporary folder can be made in \(base): \(systemErrorText(errno)).",
        hint: "Set TMPDIR to a folder you may write to.", exitCode: .cannotCreate)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func removeFolder(_ path: String) {
    for name in ["demo.db", "demo.db-wal", "demo.db-shm", "demo.db.lock"] {
      unlink("\(path)/\(name)")
    }
    rmdir(path)
  }
}
