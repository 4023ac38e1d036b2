import Engine
import Features

/// How accuracy grows with the texts an intent has to learn from.
package struct LearningCurve: Sendable {
  /// How many texts of each intent are kept.
  package enum Size: Sendable, Hashable {
    /// A share of its texts, at least one.
    case share(Double)
    /// So many, or all where it has fewer.
    case count(Int)
  }

  /// One size for one model.
  package struct Point: Sendable, Hashable {
    package var size: Size
    package var model: String
    /// The texts learned from, over all folds.
    package var trained = 0
    package var right = 0
    package var tested = 0
  }

  static let sizes: [Size] = [
    .share(0.1), .share(0.25), .share(0.5), .share(1), .count(5), .count(10), .count(30),
  ]

  package private(set) var points: [Point] = []

  /// The names of the rows that a size keeps, a smaller size among those of a
  /// larger one; nil where that is everything and the size is no share.
  static func kept(_ size: Size, of labels: [Int], seed: UInt64) -> [Int]? {
    var groups: [Int: [Int]] = [:]
    for (row, label) in labels.enumerated() { groups[label, default: []].append(row) }
    var generator = Xoshiro256StarStar(seed: seed)
    var kept: [Int] = []
    for label in groups.keys.sorted() {
      var rows = groups[label, default: []]
      generator.shuffle(&rows)
      let count =
        switch size {
        case .share(let share): max(1, Int((share * Double(rows.count)).rounded()))
        case .count(let count): min(count, rows.count)
        }
      kept += rows.prefix(count)
    }
    if case .count = size, kept.count == labels.count { return nil }
    return kept.sorted()
  }

  /// Counts what a model that learned from `trained` texts said.
  mutating func add(_ size: Size, model: String, trained: Int, _ texts: [ScoredText]) {
    let place =
      points.firstIndex { $0.size == size && $0.model == model } ?? points.count
    if place == points.count { points.append(Point(size: size, model: model)) }
    points[place].trained += trained
    points[place].tested += texts.count { $0.truth != nil }
    points[place].right += texts.count { $0.truth != nil && $0.predicted == $0.truth }
  }

  /// Learns from each size of a training part and tests on another.
  ///
  /// - Parameters:
  ///   - training: what sizes are taken of.
  ///   - tests: what is tested on.
  ///   - intentCount: how many intents there are.
  ///   - seed: what the choice of texts follows from.
  ///   - threads: how many threads may work.
  ///   - cancellation: checked within each fit.
  ///   - whole: learns from the kept rows and scores the tests by the whole bot;
  ///     nil leaves it out.
  /// - Throws: what the fits throw.
  mutating func add(
    training: TrainingTexts, tests: [TestText], intentCount: Int,
    seed: UInt64, threads: Int, cancellation: Cancellation?,
    whole: (([Int]) throws(SupportError) -> [ScoredText])? = nil
  ) throws(SupportError) {
    for size in Self.sizes {
      guard let kept = Self.kept(size, of: training.labels, seed: seed) else { continue }
      var run = RivalRun(.linear)
      try run.add(
        training: TrainingTexts(
          tokens: kept.map { training.tokens[$0] }, labels: kept.map { training.labels[$0] }),
        tests: tests, intentCount: intentCount, seed: seed, threads: threads,
        cancellation: cancellation)
      add(size, model: "linear", trained: kept.count, run.texts)
      if let whole { add(size, model: "in use", trained: kept.count, try whole(kept)) }
    }
  }
}
