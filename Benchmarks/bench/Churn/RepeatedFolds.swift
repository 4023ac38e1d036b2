/// The folds of scikit-learn's `RepeatedStratifiedKFold`, number for number, so that
/// figures taken with it compare with ours on the same rows.
struct RepeatedFolds {
  /// One fit: the rows it learns from, and those it is measured on.
  struct Split {
    let training: [Int]
    let test: [Int]
  }

  static let (foldCount, repeatCount, seed) = (5, 2, UInt32(42))

  /// The fold of each row, once a repeat.
  let numbers: [[Int]]

  /// - Precondition: there are rows of both labels.
  init(labels: [Bool]) {
    var generator = MersenneTwister(seed: Self.seed)
    numbers = (0..<Self.repeatCount).map { _ in Self.dealt(labels, &generator) }
  }

  /// Fold after fold, repeat after repeat.
  var splits: [Split] {
    numbers.flatMap { folds in
      (0..<Self.foldCount).map { fold in
        Split(
          training: folds.indices.filter { folds[$0] != fold },
          test: folds.indices.filter { folds[$0] == fold })
      }
    }
  }

  /// Each fold gets of each class what falls to it when the rows, sorted by class,
  /// are dealt out in turn; which rows these are is shuffled.
  private static func dealt(_ labels: [Bool], _ generator: inout MersenneTwister) -> [Int] {
    precondition(labels.contains(true) && labels.contains(false), "folds of one class")
    var folds = [Int](repeating: 0, count: labels.count)
    var dealt = 0
    // Classes come in the order of their first rows.
    for label in [labels[0], !labels[0]] {
      let rows = labels.indices.filter { labels[$0] == label }
      var places: [Int] = []
      for fold in 0..<foldCount {
        let turns = (dealt..<dealt + rows.count).count { $0 % foldCount == fold }
        places += [Int](repeating: fold, count: turns)
      }
      generator.shuffle(&places)
      for (row, fold) in zip(rows, places) { folds[row] = fold }
      dealt += rows.count
    }
    return folds
  }
}
