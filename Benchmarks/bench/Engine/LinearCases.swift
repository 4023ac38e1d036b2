import Engine
import Glibc
import Models

/// Logistic regression on a million rows of 50 Gaussian features.
struct LogisticCase: EngineCase {
  private let features: Tensor
  private let labels: [Float]
  private var model: LogisticRegression?

  init(_ folder: ArrayFolder) throws {
    let drawn = try DrawnCustomers(folder)
    features = drawn.features
    labels = drawn.labels
  }

  mutating func seconds() throws -> Double {
    try elapsedSeconds {
      model = try LogisticRegression.fit(
        features, labels: labels,
        configuration: LogisticRegression.Configuration(
          solver: .lbfgs, tolerance: 1e-4, threads: EngineCaseName.threads))
    }
  }

  mutating func figures() throws -> [Figure] {
    if model == nil { _ = try seconds() }
    guard let model else { return [] }
    var loss = 0.0
    for (logOdds, label) in zip(model.logOdds(features), labels) {
      loss += Logistic.softplus(logOdds) - Double(label) * logOdds
    }
    let penalty = model.weights.reduce(0) { $0 + $1 * $1 } / 2
    return [
      Figure("objective", (loss + penalty) / Double(labels.count)),
      Figure("iterations", Double(model.iterations), unit: "count"),
    ]
  }
}

/// Softmax regression of 10,000 texts' worth of sparse features in 77 classes.
struct SoftmaxCase: EngineCase {
  private static let (rows, columns, classes) = (10_000, 20_000, 77)
  private static let l2 = 0.1

  private let features: SparseMatrix
  private let labels: [Int]
  private var model: SoftmaxRegression?

  init(_ folder: ArrayFolder) throws {
    var generator = Xoshiro256StarStar(seed: 1)
    (features, labels) = Self.texts(&generator)
    try features.write(to: folder)
    try folder.write(labels.map { Int32($0) }, shape: [Self.rows], as: "labels")
  }

  mutating func seconds() throws -> Double {
    try elapsedSeconds {
      model = try SoftmaxRegression.fit(
        features, labels: labels, classCount: Self.classes,
        configuration: SoftmaxRegression.Configuration(
          l2: Self.l2, threads: EngineCaseName.threads))
    }
  }

  mutating func figures() throws -> [Figure] {
    if model == nil { _ = try seconds() }
    guard let model else { return [] }
    let logits = model.logits(features)
    var objective = Self.l2 / 2 * model.weights.values.reduce(0) { $0 + Double($1) * Double($1) }
    for row in 0..<Self.rows {
      let scores = logits.row(row).map { Double($0) }
      let greatest = scores.max() ?? 0
      let sum = scores.reduce(0) { $0 + exp($1 - greatest) }
      objective += greatest + log(sum) - scores[labels[row]]
    }
    return [Figure("objective", objective / Double(Self.rows))]
  }

  /// Rows of 8 to 17 features and length 1, a third of them typical of the class.
  private static func texts(
    _ generator: inout Xoshiro256StarStar
  ) -> (SparseMatrix, [Int]) {
    let words = PowerLaw(count: columns, spread: 2_000)
    var names = Array(0..<columns)
    generator.shuffle(&names)
    let typical = (0..<classes).map { _ in
      (0..<40).map { _ in generator.index(below: columns) }
    }
    let labels = (0..<rows).map { _ in generator.index(below: classes) }
    let texts = labels.map { label in
      var text: Set<Int> = []
      let length = 8 + generator.index(below: 10)
      while text.count < length {
        text.insert(
          generator.uniform() < 1 / 3.0
            ? typical[label][generator.index(below: 40)] : names[words.draw(&generator)])
      }
      let weighted = text.sorted().map { (column: $0, value: Float(0.5 + generator.uniform())) }
      let norm = weighted.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
      return weighted.map { (column: $0.column, value: $0.value / norm) }
    }
    return (SparseMatrix(rows: texts, columnCount: columns), labels)
  }
}
