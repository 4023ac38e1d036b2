import Domain
import FoundationEssentials
import Support

/// A shop's 79 questions, each stored once, and other ways to ask them.
enum ShopQuality {
  private static let name = "support/shop-faq"

  private struct Pairs: Decodable {
    struct Pair: Decodable {
      let question: String
      let answer: String
    }

    let questions: [Pair]
  }

  static func entries(_ path: String) throws -> [FAQEntry] {
    let pairs = try JSONDecoder().decode(
      Pairs.self, from: Data(contentsOf: URL(filePath: path))
    ).questions
    return pairs.enumerated().map { row, pair in
      FAQEntry(intent: "faq_\(row)", questions: [pair.question], answer: pair.answer)
    }
  }

  static func rows(_ setting: Setting) throws -> [Row] {
    guard let path = setting.path(of: .shopQuestions) else { return [] }
    let entries = try entries(path)
    let model = try SupportModel.train(
      entries, configuration: SupportConfiguration(threads: SupportQuality.threads))
    let exact = entries.count { entry in
      let reply = model.reply(to: entry.questions[0])
      return reply.answer == entry.answer && reply.confidence >= 0.99
    }
    var rows = [
      Row(
        "\(name)/stored questions", "answered exactly", share(exact, of: entries.count),
        unit: "share")
    ]
    let asked = try paraphrases(setting).filter { entries.indices.contains($0.question) }
    guard !asked.isEmpty else { return rows }
    setting.say("Support, shop-faq: \(entries.count) questions, \(asked.count) other wordings.")
    let ranks = asked.map { wording in
      model.reply(to: wording.text).ranking.firstIndex { ranked in
        entries.contains {
          $0.intent == ranked.intent && $0.answer == entries[wording.question].answer
        }
      }
    }
    for (metric, limit) in [("right answer first", 1), ("right answer in the top three", 3)] {
      rows.append(
        Row(
          "\(name)/other wordings", metric,
          share(ranks.count { $0.map { $0 < limit } ?? false }, of: ranks.count), unit: "share"))
    }
    return rows
  }

  private static func share(_ count: Int, of total: Int) -> Double {
    Double(count) / Double(total)
  }

  /// The other wordings, each with the row of its question.
  private static func paraphrases(
    _ setting: Setting
  ) throws -> [(question: Int, text: String)] {
    let path = "\(setting.root)/Benchmarks/bench/Support/shop-faq-paraphrases.csv"
    return try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .compactMap { line -> (question: Int, text: String)? in
        guard let comma = line.firstIndex(of: ","), let row = Int(line[..<comma]) else {
          return nil
        }
        let text = line[line.index(after: comma)...]
        guard text.first == "\"", text.last == "\"" else { return (row, String(text)) }
        return (row, String(text.dropFirst().dropLast()).replacing("\"\"", with: "\""))
      }
  }
}
