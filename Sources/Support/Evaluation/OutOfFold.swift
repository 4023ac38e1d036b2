import Engine
import Features

/// What the linear leg says of texts that it did not learn from.
enum OutOfFold {
  /// The probabilities of every text by a model of the other folds, intents dealt
  /// to the folds evenly; none for a text whose intent has no other.
  ///
  /// - Parameters:
  ///   - training: the texts and their intents.
  ///   - intentCount: how many intents there are.
  ///   - folds: 2 or more.
  ///   - seed: what the folds follow from.
  ///   - threads: how many threads may work.
  ///   - cancellation: checked within each fit.
  /// - Returns: by text, by intent.
  /// - Throws: what the fits throw.
  static func probabilities(
    _ training: TrainingTexts, intentCount: Int, folds: Int = 5, seed: UInt64, threads: Int,
    cancellation: Cancellation?
  ) throws(SupportError) -> [[Float]] {
    var groups = [[Int]](repeating: [], count: intentCount)
    for (row, label) in training.labels.enumerated() { groups[label].append(row) }
    var generator = Xoshiro256StarStar(seed: seed)
    let fold = FoldPlan.stratified(groups, folds: folds, using: &generator)
    var probabilities = [[Float]](repeating: [], count: training.labels.count)
    for round in 0..<folds {
      let held = fold.indices.filter { fold[$0] == round }
      let kept = fold.indices.filter { fold[$0] != round }
      guard !held.isEmpty else { continue }
      var run = RivalRun(.linear)
      try run.add(
        training: TrainingTexts(
          tokens: kept.map { training.tokens[$0] }, labels: kept.map { training.labels[$0] }),
        tests: held.map {
          TestText("", tokens: training.tokens[$0], truth: training.labels[$0])
        },
        intentCount: intentCount, seed: seed, threads: threads, cancellation: cancellation)
      for (row, text) in zip(held, run.texts) { probabilities[row] = text.probabilities }
    }
    return probabilities
  }
}
