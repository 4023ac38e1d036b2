import Engine
import Features

/// What is suspicious of labelled texts: labels that may be wrong, and texts that
/// say the same.
struct TextInspection: Sendable {
  /// The training texts, then those to test on.
  let texts: [String]
  /// The intent of each; ``ScoredText/untrained`` or nil for texts to test on
  /// whose intent is none of the known.
  let intents: [Int?]
  let trainCount: Int
  let issues: LabelIssues
  let duplicates: NearDuplicates

  /// Looks at texts, `texts` being those of `training` as they were written, and
  /// `tests` none where the training texts are dealt to folds.
  ///
  /// - Throws: what the fits of ``OutOfFold`` throw.
  init(
    _ training: TrainingTexts, texts: [String], tests: [ScoredText], intentCount: Int,
    seed: UInt64, threads: Int, cancellation: Cancellation?
  ) throws(SupportError) {
    let all = texts + tests.map(\.text)
    let intents = training.labels.map(Int?.some) + tests.map(\.truth)
    let trainCount = texts.count
    self.texts = all
    self.intents = intents
    self.trainCount = trainCount
    issues = LabelIssues(
      try OutOfFold.probabilities(
        training, intentCount: intentCount, seed: seed, threads: threads,
        cancellation: cancellation),
      labels: training.labels, intentCount: intentCount)
    duplicates = NearDuplicates(all) { first, second in
      first < trainCount && (second >= trainCount || intents[first] != intents[second])
    }
  }

  /// The places among the texts to test on of those that training has as well.
  var leaked: Set<Int> {
    Set(duplicates.pairs.lazy.map { $0.second - trainCount }.filter { $0 >= 0 })
  }
}
