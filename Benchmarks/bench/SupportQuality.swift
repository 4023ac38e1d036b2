import Engine
import FoundationEssentials
import Ingest
import Service
import Terminal

/// The support bot on stored questions and on files of labelled texts.
enum SupportQuality {
  private static let outOfScope = "oos"

  private struct Pairs: Decodable {
    struct Pair: Codable {
      let question: String
      let answer: String
    }

    let questions: [Pair]
  }

  private struct LabelledText: Encodable {
    let text: String
    let intent: String
  }

  static func rows(_ setting: Setting) throws -> [Row] {
    var rows = try stored(
      setting.seedFile("faq.jsonl"), name: "seed-data", setting: setting)
    if let path = setting.path(of: .shopQuestions) {
      let pairs = try JSONDecoder().decode(Pairs.self, from: contents(of: path)).questions
      let lines = try write(pairs, to: "ecommerce-faq.jsonl", setting: setting)
      rows += try stored(lines, name: "ecommerce-faq", setting: setting)
    }
    if let train = setting.path(of: .banking77Train), let test = setting.path(of: .banking77Test) {
      rows += try files(train: train, test: test, name: "banking77", setting: setting)
    }
    if let path = setting.path(of: .clinc150) {
      let parts = try JSONDecoder().decode([String: [[String]]].self, from: contents(of: path))
      func part(_ name: String) throws -> String {
        let texts = (parts[name] ?? []) + (parts["oos_\(name)"] ?? [])
        return try write(
          texts.filter { $0.count == 2 }.map { LabelledText(text: $0[0], intent: $0[1]) },
          to: "clinc150-\(name).jsonl", setting: setting)
      }
      rows += try files(
        train: part("train"), test: part("test"), outOfScope: outOfScope, name: "clinc150",
        setting: setting)
    }
    return rows
  }

  /// Cross-validates on a shop's own questions.
  private static func stored(
    _ path: String, name: String, setting: Setting
  ) throws -> [Row] {
    try setting.withShop { rapport in
      _ = try rapport.importRecords(
        from: ByteSource(path: path), options: ImportOptions(kind: .faq))
      let report = try rapport.evaluate(
        .support, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
      setting.say(report, of: "Support, \(name)")
      return Row.rows(of: report, task: "support", data: name)
    }
  }

  private static func files(
    train: String, test: String, outOfScope: String? = nil, name: String, setting: Setting
  ) throws -> [Row] {
    let report = try EvaluationFiles.support(
      train: train, test: test, outOfScope: outOfScope, seed: 1, cancellation: Cancellation())
    setting.say(report, of: "Support, \(name)")
    return Row.rows(of: report, task: "support", data: name)
  }

  private static func contents(of path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path))
  }

  /// Writes one JSON object a line.
  private static func write(
    _ records: [some Encodable], to name: String, setting: Setting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let lines = try records.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    return try setting.workspace.write(lines.joined(separator: "\n") + "\n", to: name)
  }
}
