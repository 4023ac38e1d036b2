import Engine
import Evaluation
import Features
import Terminal

/// The program's own churn training on one fold after another of a public file.
///
/// The columns, the labels and the numbers of the folds are written for the peers, so
/// that all learn from and are measured on the same rows.
struct ChurnCase: EngineCase {
  private let table: CustomerTable
  private let labels: [Bool]
  private let splits: [RepeatedFolds.Split]
  private var probabilities: [Int: [Double]] = [:]
  private var next = 0

  init(_ customers: LabelledCustomers, _ folder: ArrayFolder, _ setting: Setting) throws {
    guard let path = setting.path(of: customers.file) else {
      throw CommandFailure(
        "The case needs \(customers.file.rawValue).", hint: "Name its folder: --data DIR",
        exitCode: .noInput)
    }
    (table, labels) = try customers.read(path)
    let folds = RepeatedFolds(labels: labels)
    splits = folds.splits
    let rows = table.count
    try folder.write(
      table.numeric.flatMap(\.values), shape: [table.numeric.count, rows], as: "numbers")
    try folder.write(
      table.categorical.flatMap { Self.codes($0.values) },
      shape: [table.categorical.count, rows], as: "categories")
    try folder.write(labels.map { $0 ? Int32(1) : 0 }, shape: [rows], as: "labels")
    try folder.write(
      folds.numbers.flatMap { $0.map { Int32($0) } }, shape: [folds.numbers.count, rows],
      as: "folds")
  }

  /// Each turn is the fit of another fold.
  mutating func seconds() throws -> Double {
    let turn = next % splits.count
    next += 1
    let split = splits[turn]
    let (training, test) = (table.selecting(split.training), table.selecting(split.test))
    let outcomes = split.training.map { labels[$0] }
    return try elapsedSeconds {
      probabilities[turn] = try LabelledQuality.fitted(training, outcomes, test)
    }
  }

  mutating func figures() throws -> [Figure] {
    while probabilities.count < splits.count { _ = try seconds() }
    var scores = FoldScores()
    for (turn, split) in splits.enumerated() {
      scores.append(
        probabilities: probabilities[turn] ?? [], labels: split.test.map { labels[$0] },
        seconds: 0)
    }
    return [
      Figure("brier", scores.mean { ClassificationMetrics.brier(probabilities: $0, labels: $1) }),
      Figure("auc", scores.mean { ClassificationMetrics.auc(scores: $0, labels: $1) }),
      Figure(
        "log loss", scores.mean { ClassificationMetrics.logLoss(probabilities: $0, labels: $1) }),
    ]
  }

  /// Levels numbered in the order of their names, a missing one −1.
  private static func codes(_ values: [String?]) -> [Int32] {
    let names = Set(values.compactMap(\.self)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, Int32(0)...))
    return values.map { $0.flatMap { places[$0] } ?? -1 }
  }
}
