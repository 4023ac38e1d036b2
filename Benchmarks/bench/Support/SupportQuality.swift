import Domain
import Engine
import Evaluation
import FoundationEssentials
import Ingest
import Service
import Support
import Terminal

/// The support bot on stored questions and on files of labelled texts.
///
/// Everything is trained on two threads. Test parts are read here and nowhere else;
/// what the bot chooses, it chooses inside its training part.
enum SupportQuality {
  static let threads = 2

  static func rows(_ setting: Setting, isQuick: Bool) throws -> [Row] {
    let seeds: [UInt64] = isQuick ? [1] : [1, 2, 3]
    var rows = try BankingQuality(setting, seeds: seeds).rows()
    rows += try ScopeQuality(setting, seeds: seeds).rows()
    rows += try ShopQuality.rows(setting)
    rows += try UtteranceQuality.rows(setting, isQuick: isQuick)
    rows += try stored(setting.seedFile("faq.jsonl"), name: "seed-data", setting: setting)
    if let path = setting.path(of: .shopQuestions) {
      let lines = try ShopQuality.entries(path).map { entry in
        StoredQuestion(question: entry.questions[0], answer: entry.answer)
      }
      let file = try write(lines, to: "ecommerce-faq.jsonl", setting: setting)
      rows += try stored(file, name: "ecommerce-faq", setting: setting)
    }
    return rows
  }

  private struct StoredQuestion: Encodable {
    let question: String
    let answer: String
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
