extension Sequence<String> {
  /// The words as choices in a sentence: "csv, tsv or jsonl".
  package func joinedAsAlternatives() -> String {
    let words = Array(self)
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
