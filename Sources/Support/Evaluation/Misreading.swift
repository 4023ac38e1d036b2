/// A text that was not answered as it should be.
package struct Misreading: Sendable, Hashable {
  package var text: String
  /// The label it came with.
  package var intent: String
  /// What was named; nil where nothing was.
  package var predicted: String?
  package var confidence: Double
  /// The likeliest three intents, the likeliest first.
  package var ranking: [SupportReply.RankedIntent]

  /// The texts in scope whose intent was not named and those out of scope that the
  /// preset answers, the surest first.
  static func all(
    _ texts: [ScoredText], labels: [String], intents: [String], preset: Int
  ) -> [Misreading] {
    var found: [(place: Int, misreading: Misreading)] = []
    for (place, text) in texts.enumerated() {
      let isWrong =
        text.truth == nil
        ? text.predicted != nil && text.isAnswered[preset] : text.predicted != text.truth
      guard isWrong else { continue }
      found.append(
        (
          place,
          Misreading(
            text: text.text, intent: labels[place], predicted: text.predicted.map { intents[$0] },
            confidence: text.confidence,
            ranking: text.likeliest(3).map {
              SupportReply.RankedIntent(
                intent: intents[$0], probability: Double(text.probabilities[$0]))
            })
        ))
    }
    return found.sorted {
      ($1.misreading.confidence, $0.place) < ($0.misreading.confidence, $1.place)
    }.map(\.misreading)
  }
}
