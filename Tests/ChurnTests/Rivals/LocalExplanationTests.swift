import Domain
import Engine
import Features
import Testing

@testable import Churn

@Suite struct LocalExplanationTests {
  private static let table: CustomerTable = {
    var generator = SplitMix64(seed: 1)
    return CustomerTable(
      customers: (0..<500).map { Customer.Key(Int64($0)) },
      numeric: [
        CustomerTable.NumericColumn(
          name: "age", values: (0..<500).map { _ in Float(generator.uniform()) }),
        CustomerTable.NumericColumn(
          name: "noise", values: (0..<500).map { $0 == 3 ? .nan : Float(generator.uniform()) }),
      ],
      categorical: [
        CustomerTable.CategoricalColumn(
          name: "plan", values: (0..<500).map { $0 % 4 == 0 ? "basic" : $0 % 4 == 1 ? nil : "pro" })
      ])
  }()

  /// 0.1 + 0.4 · [plan = basic] + 0.3 · [age above ½].
  private static func law(_ table: CustomerTable) -> [Double] {
    (0..<table.count).map { row in
      0.1 + (table.categorical[0].values[row] == "basic" ? 0.4 : 0)
        + (table.numeric[0].values[row] > 0.5 ? 0.3 : 0)
    }
  }

  private func explain(_ row: Int, seed: UInt64 = 1) -> LocalExplanation {
    LocalExplanation(
      of: row, in: Self.table, background: Self.table, seed: seed, model: Self.law)
  }

  @Test func `what the model goes by comes first, with its effect`() throws {
    let row = try #require(
      (0..<500).first { Self.table.numeric[0].values[$0] > 0.9 && $0 % 4 == 0 })
    let explanation = explain(row)
    #expect(abs(explanation.probability - 0.8) < 1e-12)
    #expect(explanation.factors.map(\.column) == ["plan", "age", "noise"])
    // Equal plans count as the customer's, so that all of 0.4 is the plan's.
    #expect(abs(explanation.factors[0].weight - 0.4) < 0.02)
    // Of the ages outside the customer's quarter a third lies above ½ as well.
    #expect(abs(explanation.factors[1].weight - 0.2) < 0.03)
    #expect(abs(explanation.factors[2].weight) < 0.02)
    #expect(explanation.rSquared > 0.6 && explanation.rSquared <= 1)
  }

  @Test func `a missing value is a value and what speaks against has a negative weight`() {
    let explanation = explain(3)
    let plan = explanation.factors.first { $0.column == "plan" }
    #expect((plan?.weight ?? 0) < -0.05)
    #expect(explanation.factors.count == 3)
  }

  @Test func `an explanation repeats with its seed and hardly depends on it`() {
    let (a, b) = (explain(8), explain(8, seed: 2))
    #expect(a == explain(8))
    #expect(a != b)
    for factor in a.factors {
      let other = b.factors.first { $0.column == factor.column }
      #expect(abs(factor.weight - (other?.weight ?? 9)) < 0.03)
    }
  }

  @Test func `a model that always says the same has nothing to explain`() {
    let explanation = LocalExplanation(
      of: 0, in: Self.table, background: Self.table, samples: 50, seed: 1
    ) { [Double](repeating: 0.3, count: $0.count) }
    #expect(explanation.factors.allSatisfy { abs($0.weight) < 1e-12 })
    #expect(abs(explanation.intercept - 0.3) < 1e-12)
    #expect(explanation.rSquared.isNaN || explanation.rSquared < 1e-9)
    let bare = CustomerTable(customers: [Customer.Key(1)])
    let none = LocalExplanation(of: 0, in: bare, background: bare, samples: 1, seed: 1) { _ in [0.2]
    }
    #expect(none.factors.isEmpty && none.probability == 0.2)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `the ridge is where the gradient of its objective is zero`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (size, rows) = (1 + generator.index(below: 6), 5 + generator.index(below: 40))
    let columns = (0..<size).map { _ in (0..<rows).map { _ in generator.normal() } }
    let targets = (0..<rows).map { _ in generator.normal() }
    let weights = (0..<rows).map { _ in 0.1 + generator.uniform() }
    let line = WeightedRidge(columns, targets, weights: weights, penalty: 0.7)
    var residuals = targets.map { $0 - line.intercept }
    for (column, weight) in zip(columns, line.weights) {
      for row in residuals.indices { residuals[row] -= weight * column[row] }
    }
    let level = zip(residuals, weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(level) < 1e-9, "seed \(seed)")
    for (column, weight) in zip(columns, line.weights) {
      var gradient = 0.7 * weight
      for row in residuals.indices { gradient -= weights[row] * residuals[row] * column[row] }
      #expect(abs(gradient) < 1e-9, "seed \(seed)")
    }
  }
}
