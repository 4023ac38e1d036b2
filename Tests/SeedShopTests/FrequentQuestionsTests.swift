import FoundationEssentials
import Testing

@testable import SeedShop

@Suite struct FrequentQuestionsTests {
  /// A line of `faq.jsonl` as a reader sees it.
  private struct Line: Decodable {
    let intent: String
    let question: String
    let answer: String
    let category: String
    let language: String
    let examples: [String]

    var phrasings: [String] { [question] + examples }
  }

  private func read() throws -> [Line] {
    let file = try #require(SeedShop.files().first { $0.name == "faq.jsonl" })
    return try file.text.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func `forty intents are asked in English and five of them in Chinese`() throws {
    let lines = try read()
    let english = lines.filter { $0.language == "en" }.map(\.intent)
    let chinese = lines.filter { $0.language == "zh" }.map(\.intent)
    #expect(english.count == 40 && Set(english).count == 40)
    #expect(chinese.count == 5 && Set(chinese).count == 5)
    #expect(Set(chinese).isSubset(of: english))
    #expect(lines.count == 45)
  }

  @Test func `every line has ten phrasings and an answer`() throws {
    for line in try read() {
      #expect(line.phrasings.count == 10, "\(line.intent)")
      #expect(line.phrasings.allSatisfy { !$0.isEmpty })
      #expect(line.answer.count > 40 && !line.category.isEmpty, "\(line.intent)")
    }
  }

  @Test func `no two phrasings are the same but for case and punctuation`() throws {
    var seen: [String: String] = [:]
    for line in try read() {
      for phrasing in line.phrasings {
        let letters = phrasing.lowercased().filter { $0.isLetter || $0.isNumber }
        #expect(seen[letters] == nil, "\(phrasing): \(seen[letters] ?? "") and \(line.intent)")
        seen[letters] = line.intent
      }
    }
  }
}
