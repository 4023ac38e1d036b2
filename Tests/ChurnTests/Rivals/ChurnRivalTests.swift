import Domain
import Engine
import Evaluation
import Features
import Testing

@testable import Churn

@Suite struct ChurnRivalTests {
  /// Customers who leave by a known law: a straight one of age and plan, or one of
  /// two numbers that says nothing of either alone.
  private static func customers(
    _ count: Int, seed: UInt64, isCrossed: Bool = false
  ) -> (table: CustomerTable, labels: [Bool]) {
    var generator = SplitMix64(seed: seed)
    let age = (0..<count).map { _ in Float(generator.normal()) }
    let spend = (0..<count).map { _ in Float(50 + 20 * generator.normal()) }
    let plan = (0..<count).map { _ in generator.index(below: 3) }
    let labels = (0..<count).map { row in
      let straight = 1.2 * Double(age[row]) + (plan[row] == 0 ? 1 : -0.5)
      let crossed = (age[row] > 0) == (spend[row] > 50) ? 2.5 : -2.5
      return generator.uniform() < Logistic.sigmoid(isCrossed ? crossed : straight)
    }
    let table = CustomerTable(
      customers: (0..<count).map { Customer.Key(Int64($0)) },
      numeric: [
        CustomerTable.NumericColumn(
          name: "age", values: age.enumerated().map { $0 % 29 == 0 ? .nan : $1 }),
        CustomerTable.NumericColumn(name: "spend", values: spend),
      ],
      categorical: [
        CustomerTable.CategoricalColumn(
          name: "plan", values: plan.map { [nil, "basic", "pro"][$0] })
      ])
    return (table, labels)
  }

  @Test(arguments: ChurnRival.allCases)
  func `each rival learns a straight law and gives calibrated probabilities`(
    rival: ChurnRival
  ) throws {
    let (table, labels) = Self.customers(3000, seed: 1)
    let test = Self.customers(3000, seed: 2)
    let fitted = try rival.fit(table, labels: labels, seed: 1)
    let probabilities = fitted.probabilities(of: test.table)
    let auc = ClassificationMetrics.auc(scores: probabilities, labels: test.labels)
    // The law itself has .80 less what the missing ages cost.
    #expect(auc > 0.77, "\(rival.name): \(auc)")
    let error = ClassificationMetrics.expectedCalibrationError(
      probabilities: probabilities, labels: test.labels)
    #expect(error < 0.05, "\(rival.name): \(error)")
    #expect(
      try rival.fit(table, labels: labels, seed: 1).probabilities(of: test.table) == probabilities)
  }

  @Test func `only the perceptron learns a crossed law`() throws {
    let (table, labels) = Self.customers(3000, seed: 3, isCrossed: true)
    let test = Self.customers(2000, seed: 4, isCrossed: true)
    for rival in ChurnRival.allCases {
      let auc = ClassificationMetrics.auc(
        scores: try rival.fit(table, labels: labels, seed: 1).probabilities(of: test.table),
        labels: test.labels)
      #expect((auc > 0.85) == (rival == .perceptron), "\(rival.name): \(auc)")
      if rival != .perceptron { #expect(abs(auc - 0.5) < 0.06, "\(rival.name): \(auc)") }
    }
  }

  @Test(arguments: ChurnRival.allCases)
  func `strange rows are scored`(rival: ChurnRival) throws {
    let (table, labels) = Self.customers(300, seed: 5)
    let fitted = try rival.fit(table, labels: labels, seed: 1)
    let strange = CustomerTable(
      customers: [Customer.Key(1), Customer.Key(2)],
      numeric: [
        CustomerTable.NumericColumn(name: "age", values: [.infinity, -.greatestFiniteMagnitude]),
        CustomerTable.NumericColumn(name: "later", values: [1, 2]),
      ],
      categorical: [CustomerTable.CategoricalColumn(name: "plan", values: ["unseen", nil])])
    let probabilities = fitted.probabilities(of: strange)
    #expect(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(probabilities)")
    #expect(fitted.probabilities(of: table.selecting([])).isEmpty)
  }

  @Test(arguments: ChurnRival.allCases)
  func `what cannot be learned is refused with a reason`(rival: ChurnRival) {
    let (table, labels) = Self.customers(40, seed: 6)
    func code(_ table: CustomerTable, _ labels: [Bool]) -> ChurnError.Code? {
      do {
        _ = try rival.fit(table, labels: labels, seed: 1)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(table, labels.map { _ in true }) == .oneClass)
    let bare = CustomerTable(customers: table.customers)
    #expect(code(bare, labels) == .tooLittleData)
    let few = labels.indices.map { $0 < 3 }
    #expect(code(table, few) == (rival == .logisticRegression ? nil : .tooLittleData))
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: ChurnError.self) {
      try rival.fit(table, labels: labels, seed: 1, cancellation: cancellation)
    }
  }

  @Test func `a constant column is left out and a missing level has a column`() {
    let table = CustomerTable(
      customers: (0..<20).map { Customer.Key(Int64($0)) },
      numeric: [
        CustomerTable.NumericColumn(name: "same", values: [Float](repeating: 3, count: 20)),
        CustomerTable.NumericColumn(name: "x", values: (0..<20).map { $0 == 0 ? .nan : Float($0) }),
      ],
      categorical: [
        CustomerTable.CategoricalColumn(name: "c", values: (0..<20).map { $0 < 8 ? nil : "b" }),
        CustomerTable.CategoricalColumn(name: "id", values: (0..<20).map { "\($0)" }),
      ])
    let encoder = PlainEncoder(fitting: table)
    // x, x missing, c = b, c missing; no level of id has enough rows.
    #expect(encoder.columnCount == 4)
    let matrix = encoder.matrix(of: table)
    #expect(matrix.row(0) == [0, 1, 0, 1])
    #expect(matrix.row(19)[2...] == [1, 0])
    let mean = (1..<20).reduce(Float(0)) { $0 + matrix[$1, 0] } / 19
    let variance = (1..<20).reduce(Float(0)) { $0 + matrix[$1, 0] * matrix[$1, 0] } / 19
    #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-5)
  }

  @Test func `rows of one customer are never parted by folds`() throws {
    let customers = (0..<200).map { Customer.Key(Int64($0 % 50)) }
    let rows = RivalRows(
      features: Tensor(zeros: [200, 1]), labels: (0..<200).map { $0 % 50 < 20 },
      customers: customers, seed: 3, cancellation: nil)
    let folds = try rows.folds(5)
    for row in 50..<200 { #expect(folds[row] == folds[row % 50]) }
    for fold in 0..<5 { #expect((0..<20).count { folds[$0] == fold } == 4) }
  }
}
