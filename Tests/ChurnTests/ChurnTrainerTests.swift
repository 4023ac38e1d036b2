import Domain
import Engine
import Evaluation
import Features
import Glibc
import Models
import Testing

@testable import Churn

@Suite struct ChurnTrainerTests {
  @Test func `customers who all stayed cannot be told apart, and the error says so`() throws {
    var log = InteractionLog()
    for day in 0..<200 {
      for customer in 0..<30 {
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(1), kind: .purchase,
          quantity: 1, value: 1, occurredAt: Buyers.start.adding(days: day))
      }
    }
    let error = churnError { _ = try Buyers.train(log, asOf: Buyers.start.adding(days: 200)) }
    #expect(error?.code == .oneClass)
    #expect(error?.description.contains("all 30 customers stayed") == true)
    #expect(error?.description.contains("--horizon") == true)
  }

  @Test func `labels of one class only are refused`() throws {
    let table = CustomerTable(
      customers: (0..<30).map { Customer.Key($0) },
      numeric: [CustomerTable.NumericColumn(name: "age", values: (0..<30).map { Float($0) })])
    for label in [true, false] {
      let error = churnError {
        _ = try ChurnTrainer(configuration: ChurnTrainer.Configuration()).train(
          on: .labelled(table, labels: [Bool](repeating: label, count: 30)), asOf: Buyers.asOf)
      }
      #expect(error?.code == .oneClass)
      let words = "all 30 customers \(label ? "left" : "stayed") by their labels"
      #expect(error?.description.contains(words) == true)
      #expect(error?.description.contains("--horizon") == false)
    }
  }

  @Test func `labels and attributes make a model of their own`() throws {
    let count = 200
    let values = (0..<count).map { Float($0 % 20) }
    let plans = (0..<count).map { $0 % 3 == 0 ? "basic" : "plus" }
    let labels = (0..<count).map { $0 % 20 > 12 || ($0 % 3 == 0 && $0 % 20 > 8) }
    let table = CustomerTable(
      customers: (0..<count).map { Customer.Key(Int64($0)) },
      numeric: [CustomerTable.NumericColumn(name: "calls", values: values)],
      categorical: [CustomerTable.CategoricalColumn(name: "plan", values: plans)])
    let model = try ChurnTrainer(configuration: ChurnTrainer.Configuration()).train(
      on: .labelled(table, labels: labels), asOf: Buyers.asOf)
    #expect(model.definition == .label)
    #expect(model.definition.horizonDays == nil)
    let scores = model.scores(of: table)
    #expect(scores[19].probability > 0.5)
    #expect(scores[1].probability < 0.2)
    #expect(scores[0].factors.map(\.measure) == ["calls", "plan"])
    #expect(scores[0].factors[1].value == .category("basic"))
    #expect(scores[0].factors[1].contribution > scores[1].factors[1].contribution)
  }

  @Test func `a level that training never saw adds nothing`() throws {
    let count = 60
    let labels = (0..<count).map { $0 % 2 == 0 }
    func table(_ plan: (Int) -> String?) -> CustomerTable {
      CustomerTable(
        customers: (0..<count).map { Customer.Key(Int64($0)) },
        categorical: [
          CustomerTable.CategoricalColumn(name: "plan", values: (0..<count).map(plan))
        ])
    }
    let model = try ChurnTrainer(configuration: ChurnTrainer.Configuration()).train(
      on: .labelled(table { $0 % 2 == 0 ? "basic" : "plus" }, labels: labels), asOf: Buyers.asOf)
    let scores = model.scores(of: table { _ in "gold" })
    #expect(scores.allSatisfy { $0.probability.isFinite })
    #expect(scores[0].factors[0].value == .category("gold"))
  }

  @Test func `too little history is an error with the days it needs`() throws {
    let error = churnError {
      _ = try Buyers.train(
        Buyers.log.filtered { $0 < 50 }, asOf: Buyers.start.adding(days: 10))
    }
    #expect(error?.code == .tooLittleData)
    #expect(error?.description.contains("at least 90") == true)
    #expect(
      churnError { _ = try Buyers.train(InteractionLog()) }?.code == .tooLittleData)
  }

  @Test func `a horizon longer than the data names the one that is possible`() throws {
    let error = churnError {
      _ = try ChurnTrainer(configuration: ChurnTrainer.Configuration(horizonDays: 400))
        .train(on: .purchases(CustomerEvents(log: Buyers.log), attributes: nil), asOf: Buyers.asOf)
    }
    #expect(error?.code == .tooLittleData)
    #expect(error?.description.contains("--horizon 270") == true, "\(String(describing: error))")
  }

  @Test func `labels drawn at random teach nothing`() throws {
    var generator = SplitMix64(seed: 3)
    let count = 4000
    let table = CustomerTable(
      customers: (0..<count).map { Customer.Key(Int64($0)) },
      numeric: (0..<6).map { column in
        CustomerTable.NumericColumn(
          name: "n\(column)",
          values: (0..<count).map { _ in Float.random(in: 0..<1, using: &generator) })
      })
    let labels = (0..<count).map { _ in Double.random(in: 0..<1, using: &generator) < 0.3 }
    let rows = ChurnRows(table: table, labels: labels)
    let folds = rows.folds(2, seed: 1)
    let (inside, outside) = (
      folds.indices.filter { folds[$0] == 0 }, folds.indices.filter { folds[$0] == 1 }
    )
    let model = try ChurnTrainer(configuration: ChurnTrainer.Configuration())
      .fit(rows.selecting(inside), definition: .label, asOf: Buyers.asOf)
    let test = rows.selecting(outside)
    let area = ClassificationMetrics.auc(
      scores: model.probabilities(of: test.table), labels: test.labels)
    #expect(abs(area - 0.5) < 0.04, "\(area): three standard errors are 0.03")
  }
}
