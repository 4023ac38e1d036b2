import TestSupport
import Testing

/// The shipped shop, imported and trained by the program itself, once.
struct TrainedShop: Sendable {
  /// The commands in their order, with what each said.
  let steps: [(command: String, finished: Finished)]
  let database: [UInt8]

  static let seedFolder: String = {
    let folders = #filePath.split(separator: "/").dropLast(3)
    return "/" + folders.joined(separator: "/") + "/seed-data"
  }()

  static let shared = Result { try TrainedShop() }

  private init() throws {
    let directory = TemporaryDirectory()
    var steps: [(command: String, finished: Finished)] = []
    for words in [
      ["init"], ["import", "customers", Self.seedFolder + "/customers.csv"],
      ["import", "products", Self.seedFolder + "/products.csv"],
      ["import", "interactions", Self.seedFolder + "/interactions.csv"],
      ["import", "faq", Self.seedFolder + "/faq.jsonl"], ["train"],
    ] {
      let finished = try Running(words + ["--db", directory.database]).finish()
      steps.append((words.prefix(2).joined(separator: " "), finished))
    }
    self.steps = steps
    database = contents(of: directory.database)
  }

  /// Writes a copy of the trained database into a directory.
  static func copy(to directory: TemporaryDirectory) throws -> String {
    write(try shared.get().database, to: directory.database)
    return directory.database
  }
}
