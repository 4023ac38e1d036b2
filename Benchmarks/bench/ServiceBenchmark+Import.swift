import Service
import Storage
import Terminal

extension ServiceBenchmark {
  private static let pairs = 5

  private struct Pair {
    let ours: ChildProcess
    let theirs: ChildProcess
  }

  /// Imports by `rapport` and by `sqlite3` alternately, each into a new
  /// database; the last of ours stays for what follows.
  func importRows() throws -> [Row] {
    // The first run of each reads the file and the programs from disk.
    _ = (try importOurs(), try importTheirs())
    var pairs: [Pair] = []
    for round in 0..<Self.pairs {
      if round % 2 == 0 {
        let ours = try importOurs()
        pairs.append(Pair(ours: ours, theirs: try importTheirs()))
      } else {
        let theirs = try importTheirs()
        pairs.append(Pair(ours: try importOurs(), theirs: theirs))
      }
    }
    func sample(_ figure: (Pair) -> Double) -> Sample { Sample(pairs.map(figure)) }
    let (ours, theirs) = (name("import"), name("import by sqlite3"))
    let rapport = try Rapport(
      opening: setting.workspace.file(database), access: .readOnly)
    let stored = try rapport.status().interactions
    rapport.close()
    return [
      Row(ours, "wall", sample(\.ours.seconds), unit: "s"),
      Row(theirs, "wall", sample(\.theirs.seconds), unit: "s"),
      Row(
        ours, "wall, rapport ÷ sqlite3", sample { $0.ours.seconds / $0.theirs.seconds },
        unit: "ratio"),
      Row(ours, "user time", sample(\.ours.userSeconds), unit: "s"),
      Row(theirs, "user time", sample(\.theirs.userSeconds), unit: "s"),
      Row(ours, "processor time", sample(\.ours.processorSeconds), unit: "s"),
      Row(theirs, "processor time", sample(\.theirs.processorSeconds), unit: "s"),
      Row(ours, "peak memory", sample(\.ours.peakMegabytes), unit: "MB"),
      Row(theirs, "peak memory", sample(\.theirs.peakMegabytes), unit: "MB"),
      // SQLite stores every line; ours refuses those without a customer.
      Row(ours, "rows stored", Double(stored), unit: "count"),
    ]
  }

  private func importOurs() throws(CommandFailure) -> ChildProcess {
    setting.workspace.removeDatabase(database)
    let options = ["--db", setting.workspace.file(database)]
    try setting.rapport(options + ["init"])
    return try setting.rapport(options + shop.importArguments)
  }

  private func importTheirs() throws(CommandFailure) -> ChildProcess {
    let name = "sqlite3.db"
    let path = setting.workspace.file(name)
    let messages = setting.workspace.file("messages")
    defer { setting.workspace.removeDatabase(name) }
    try ChildProcess.run(
      "sqlite3", ["-bail", path, "PRAGMA journal_mode = WAL; " + shop.tableDefinition],
      scratch: messages)
    return try ChildProcess.run(
      "sqlite3",
      [
        "-bail", path, "PRAGMA synchronous = NORMAL;",
        ".import --csv --skip 1 \"\(shop.csv)\" lines",
      ], scratch: messages)
  }
}
