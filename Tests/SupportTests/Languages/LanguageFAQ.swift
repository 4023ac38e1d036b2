import Domain
import Support

/// A shop's FAQ in one language, with questions customers might ask instead of
/// the stored ones.
struct LanguageFAQ: Sendable, CustomStringConvertible {
  /// One intent: what is stored, and other wordings for the same.
  struct Item: Sendable {
    var intent: String
    var question: String
    var example: String
    var answer: String
    /// Never stored.
    var asked: [String]

    init(
      _ intent: String, _ question: String, _ example: String, _ answer: String, _ asked: String...
    ) {
      self.intent = intent
      self.question = question
      self.example = example
      self.answer = answer
      self.asked = asked
    }
  }

  var language: String
  var items: [Item]

  var description: String { language }

  var entries: [FAQEntry] {
    items.map {
      FAQEntry(
        intent: $0.intent, questions: [$0.question], answer: $0.answer, language: language,
        examples: [$0.example])
    }
  }

  /// The share of queries whose intent comes first, and among the first three.
  struct Accuracy {
    var first: Double
    var topThree: Double
    /// The queries not answered first, with what came first.
    var misses: [String]
  }

  /// Asks the bot every wording that is not stored.
  func accuracy(of model: SupportModel) -> Accuracy {
    Self.accuracy(of: model, items.flatMap { item in item.asked.map { ($0, item.intent) } })
  }

  static func accuracy(
    of model: SupportModel, _ queries: [(text: String, intent: String)]
  ) -> Accuracy {
    var (first, topThree) = (0, 0)
    var misses: [String] = []
    for (text, intent) in queries {
      let ranked = model.reply(to: text).ranking.map(\.intent)
      if ranked.prefix(3).contains(intent) { topThree += 1 }
      if ranked.first == intent {
        first += 1
      } else {
        let rank = ranked.firstIndex(of: intent).map { "\($0 + 1)" } ?? "beyond 10"
        misses.append("\(text): \(intent) is \(rank), first is \(ranked.first ?? "nothing")")
      }
    }
    let count = Double(queries.count)
    return Accuracy(
      first: Double(first) / count, topThree: Double(topThree) / count, misses: misses)
  }
}
