/// The support answers, read from the `Texts/faq-*.txt` files.
///
/// `# intent | category` opens an entry; then follow one line `Q` with the
/// question, one line `A` with the answer and lines `-` with other phrasings.
struct FrequentQuestions {
  struct Entry {
    let intent: String
    let category: String
    let language: String
    let question: String
    let answer: String
    let examples: [String]
  }

  let entries: [Entry]

  init(text: String, language: String) {
    entries = text.split(separator: "# ").map { block in
      let lines = block.split(separator: "\n")
      let heading = lines[0].split(separator: " | ").map(String.init)
      precondition(
        lines.count == 12 && heading.count == 2 && lines[1].hasPrefix("Q ")
          && lines[2].hasPrefix("A ") && lines.dropFirst(3).allSatisfy { $0.hasPrefix("- ") },
        "a heading, Q, A and nine phrasings expected at \(lines[0])")
      return Entry(
        intent: heading[0], category: heading[1], language: language,
        question: String(lines[1].dropFirst(2)), answer: String(lines[2].dropFirst(2)),
        examples: lines.dropFirst(3).map { String($0.dropFirst(2)) })
    }
  }
}
