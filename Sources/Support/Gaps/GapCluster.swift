package import Domain
import Engine
import Features

/// Questions that ask for the same.
package struct GapCluster: Sendable, Hashable {
  /// The same between calls as long as the oldest question is stored.
  package var id: String
  /// The newest first.
  package var questions: [GapQuestion]
  /// The question most like all the others.
  package var typical: GapQuestion
  /// The words it is about, the most telling first.
  package var keywords: [String]

  package var askerCount: Int { Set(questions.map(\.asker)).count }
  package var newest: Timestamp { questions.map(\.askedAt).max() ?? typical.askedAt }

  /// How many questions there are for each reason.
  package var reasons: [GapQuestion.Reason: Int] {
    Dictionary(questions.map { ($0.reason, 1) }, uniquingKeysWith: +)
  }

  /// The distinct texts that may become examples, the typical one first: masks
  /// say nothing, and what is mostly masks is left out.
  package var examples: [String] {
    var seen: Set<String> = []
    return ([typical] + questions).map(\.text).filter { text in
      MaskedText.isExample(text)
        && seen.insert(TextTokens(text).joined).inserted
    }
  }

  /// The group as it is without the questions before a moment; nil where none is
  /// left.
  package func restricted(since time: Timestamp?) -> GapCluster? {
    guard let time else { return self }
    var cluster = self
    cluster.questions = questions.filter { $0.askedAt >= time }
    return cluster.questions.isEmpty ? nil : cluster
  }

  /// Whether a text, masked, is fit to be an example.
  package static func isExample(_ text: String) -> Bool { MaskedText.isExample(text) }

  /// The name of the cluster whose oldest message is that.
  static func name(ofOldest message: String) -> String {
    var state = StableHash.of(message)
    state = (state ^ (state >> 29)) &* 0x94D0_49BB_1331_11EB
    let digits = String(state ^ (state >> 32), radix: 36)
    return "g" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits.suffix(7)
  }
}
