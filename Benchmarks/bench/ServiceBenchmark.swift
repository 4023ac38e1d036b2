import Domain
import FoundationEssentials
import Service
import Storage
import Terminal

/// Speed and memory of the main job on a shop's export.
struct ServiceBenchmark {
  private static let customers = 2_000
  private static let starts = 50

  let setting: Setting
  let shop: Shop
  let database = "service.db"

  init(_ setting: Setting) throws {
    self.setting = setting
    shop = try Shop(setting)
  }

  func rows() throws -> [Row] {
    setting.say("Importing \(shop.name) by rapport and by sqlite3 in turn.")
    var rows = try importRows()
    setting.say("Training on two cores.")
    rows += try trainingRows()
    rows += try startRows()
    let path = setting.workspace.file(database)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    if let bytes = attributes[.size] as? any BinaryInteger {
      rows.append(
        Row(name("database"), "size with models", Double(Int(bytes)) / 1e6, unit: "MB"))
    }
    setting.say("Asking in this process.")
    rows += try answerRows()
    setting.workspace.removeDatabase(database)
    return rows
  }

  func name(_ case: String) -> String { "service/\(shop.name)/\(`case`)" }

  /// Everything there is: recommender, churn and, from the shipped questions, support.
  private func trainingRows() throws -> [Row] {
    let path = setting.workspace.file(database)
    try setting.rapport(["--db", path, "import", "faq", setting.seedFile("faq.jsonl")])
    let training = try setting.rapport(["--db", path, "train"], cores: 2)
    return [
      Row(name("train"), "wall, two cores", training.seconds, unit: "s"),
      Row(name("train"), "processor time", training.processorSeconds, unit: "s"),
      Row(name("train"), "peak memory", training.peakMegabytes, unit: "MB"),
    ]
  }

  private func startRows() throws -> [Row] {
    let times = try (0..<Self.starts).map { _ in
      try setting.rapport(["--help"]).seconds * 1_000
    }
    return [Row("service/rapport --help", "median", Sample(times), unit: "ms")]
  }

  private func answerRows() throws -> [Row] {
    let rapport = try Rapport(opening: setting.workspace.file(database), access: .readOnly)
    defer { rapport.close() }
    _ = try rapport.warmUp()
    let ids = try rapport.store.read { try $0.customerIDs().ids.map(\.rawValue) }.sorted()
    let step = max(1, ids.count / Self.customers)
    let asked = stride(from: 0, to: ids.count, by: step).prefix(Self.customers).map { ids[$0] }
    var rows: [Row] = []
    for explains in [false, true] {
      let options = RecommendationOptions(limit: 10, explains: explains)
      // Their lists are not kept for what is timed: they are shorter by one.
      let shorter = RecommendationOptions(limit: 9, explains: explains)
      for id in asked.prefix(100) { _ = try rapport.recommend(customer: id, options: shorter) }
      let sample = try Sample.milliseconds(of: asked) { id in
        _ = try rapport.recommend(customer: id, options: options)
      }
      let name = name(explains ? "recommend --explain" : "recommend")
      rows.append(Row(name, "median", sample.median, unit: "ms"))
      rows.append(Row(name, "99 % within", sample.quantile(0.99), unit: "ms"))
      rows.append(Row(name, "customers", Double(asked.count), unit: "count"))
    }
    let top = try Sample.milliseconds(of: Array(0..<11)) { _ in
      _ = try rapport.churnList(ChurnListOptions(limit: 20))
    }
    rows.append(Row(name("churn --top 20"), "median", top, unit: "ms"))
    let questions = try rapport.store.read { try $0.faqEntries() }
      .flatMap { $0.questions + $0.examples }
    let answers = try Sample.milliseconds(of: questions) { _ = try rapport.ask($0) }
    rows.append(Row("service/ask", "median", answers.median, unit: "ms"))
    rows.append(Row("service/ask", "99 % within", answers.quantile(0.99), unit: "ms"))
    return rows
  }
}
