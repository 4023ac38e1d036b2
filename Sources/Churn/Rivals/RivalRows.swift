import Domain
import Engine
import Models

/// What every rival is fitted to.
struct RivalRows {
  private static let foldCount = 5

  let features: Tensor
  let labels: [Bool]
  let customers: [Customer.Key]
  let seed: UInt64
  let cancellation: Cancellation?

  func logisticRegression() throws -> LogisticRegression {
    // Newton's method needs features² memory and features³ time.
    let solver: LogisticRegression.Solver = features.columns > 1000 ? .lbfgs : .newton
    return try LogisticRegression.fit(
      features, labels: labels.map { $0 ? 1 : 0 },
      configuration: LogisticRegression.Configuration(l2: 1, solver: solver, tolerance: 1e-6),
      cancellation: cancellation)
  }

  func linearSVM() throws -> FittedChurnRival.Scorer {
    let folds = try folds(Self.foldCount)
    var margins = [Double](repeating: 0, count: labels.count)
    for fold in 0..<Self.foldCount {
      let machine = try machine(labels.indices.filter { folds[$0] != fold })
      for row in labels.indices where folds[row] == fold {
        margins[row] = machine.score(of: features.row(row))
      }
    }
    return .machine(
      try machine(Array(labels.indices)), try PlattScaling.fit(scores: margins, labels: labels))
  }

  private func machine(_ rows: [Int]) throws -> LinearSVM {
    try LinearSVM.fit(
      selected(rows), labels: rows.map { labels[$0] ? 1 : 0 },
      configuration: LinearSVM.Configuration(l2: 1, tolerance: 1e-6), cancellation: cancellation)
  }

  func selected(_ rows: [Int]) -> Tensor {
    Tensor(
      shape: [rows.count, features.columns], values: rows.flatMap { features.row($0) })
  }

  /// A fold for each row: a customer's rows have one, and those who left and those
  /// who did not are spread evenly.
  func folds(_ count: Int) throws(ChurnError) -> [Int] {
    var left: [Customer.Key: Bool] = [:]
    for (customer, label) in zip(customers, labels) where left[customer] != true {
      left[customer] = label
    }
    var generator = SplitMix64(seed: seed)
    var fold: [Customer.Key: Int] = [:]
    for label in [false, true] {
      var members = left.filter { $0.value == label }.map(\.key)
      guard members.count >= count else {
        throw ChurnError(
          .tooLittleData,
          "\(members.count) customers \(label ? "left" : "stayed"): \(count) are the least that a "
            + "model can be checked with")
      }
      members.sort { $0.rawValue < $1.rawValue }
      generator.shuffle(&members)
      for (place, customer) in members.enumerated() { fold[customer] = place % count }
    }
    return customers.map { fold[$0] ?? 0 }
  }
}
