import Domain
import Engine
import Evaluation
import Features
import Glibc
import Testing

@testable import Churn

/// Eighty customers who buy every few days; every third stops at a day of its own.
private enum Buyers {
  static let start = Timestamp(year: 2025, month: 1, day: 1)
  static let asOf = start.adding(days: 300)

  static let log: InteractionLog = {
    var log = InteractionLog()
    for day in 0..<300 {
      for customer in 0..<80 where (day + customer) % (5 + customer % 11) == 0 {
        if customer % 3 == 0, day > 60 + customer * 2 { continue }
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(day % 9)),
          kind: .purchase, quantity: 1, value: Float(3 + customer % 7),
          occurredAt: start.adding(days: day))
      }
    }
    return log
  }()

  static let model = Result { try train(log) }

  static func train(_ log: InteractionLog, asOf: Timestamp = asOf) throws -> ChurnModel {
    try ChurnTrainer(configuration: ChurnTrainer.Configuration(horizonDays: 60))
      .train(on: .purchases(log), asOf: asOf)
  }
}

@Suite struct ChurnModelTests {
  @Test func `the probability is exactly the sum of what is shown`() throws {
    let model = try Buyers.model.get()
    let table = try PurchaseFeatures.table(of: Buyers.log, cutoff: Buyers.asOf)
    let probabilities = model.probabilities(of: table)
    let scores = model.scores(of: table)
    #expect(scores.count == 80)
    for (score, probability) in zip(scores, probabilities) {
      let sum = score.factors.reduce(score.baseLogOdds) { $0 + $1.contribution }
      #expect(abs(sum - score.logOdds) < 1e-9)
      #expect(abs(1 / (1 + exp(-sum)) - score.probability) < 1e-9)
      #expect(abs(score.probability - probability) < 1e-6)
      let parts = score.riskFactors + score.protectiveFactors
      #expect(
        abs(parts.reduce(score.baseLogOdds) { $0 + $1.contribution } - score.logOdds) < 1e-9)
    }
  }

  @Test func `factors are sorted by strength and carry the customer's own value`() throws {
    let model = try Buyers.model.get()
    let table = try PurchaseFeatures.table(of: Buyers.log, cutoff: Buyers.asOf)
    let score = try #require(model.scores(of: table.selecting([0])).first)
    let risks = score.riskFactors.map(\.contribution)
    #expect(risks == risks.sorted(by: >) && risks.allSatisfy { $0 > 0 })
    let protections = score.protectiveFactors.map(\.contribution)
    #expect(protections == protections.sorted() && protections.allSatisfy { $0 < 0 })
    let recency = try #require(score.factors.first { $0.measure == "recency_days" })
    #expect(recency.value == .number(table.numeric[0].values[0]))
    #expect(recency.populationMean != nil)
  }

  @Test func `who has been away for long is likelier to leave`() throws {
    let model = try Buyers.model.get()
    let table = try PurchaseFeatures.table(of: Buyers.log, cutoff: Buyers.asOf)
    let probabilities = model.probabilities(of: table)
    #expect(probabilities[0] > 0.8, "customer 0 stopped after 60 days")
    #expect(probabilities[1] < 0.2, "customer 1 still buys")
  }

  @Test func `what happens after the cut-off changes no score`() throws {
    let cutoff = Buyers.asOf.adding(days: -30)
    let past = Buyers.log.filtered { Buyers.log.occurredAt[$0] < cutoff }
    let rows = try ChurnTrainer.rows(of: Buyers.log, cutoff: cutoff, horizonDays: 30)
    var shifted = past
    for index in 0..<Buyers.log.count where Buyers.log.occurredAt[index] >= cutoff {
      shifted.append(
        customer: Buyers.log.customers[index], product: Buyers.log.products[index],
        kind: .purchase, quantity: 50, value: 9999,
        occurredAt: Buyers.log.occurredAt[index].adding(days: 7))
    }
    let later = try ChurnTrainer.rows(of: shifted, cutoff: cutoff, horizonDays: 30)
    let without = try ChurnTrainer.rows(of: past, cutoff: cutoff, horizonDays: 30)
    let model = try Buyers.model.get()
    let scores = model.probabilities(of: rows.table)
    #expect(model.probabilities(of: later.table) == scores)
    #expect(model.probabilities(of: without.table) == scores)
    #expect(without.labels.allSatisfy { $0 }, "nobody came back in a future that is empty")
    #expect(rows.labels != without.labels)
  }

  @Test func `training up to a day is blind to the days after it`() throws {
    let asOf = Buyers.asOf.adding(days: -60)
    let known = Buyers.log.filtered { Buyers.log.occurredAt[$0] < asOf }
    let trainer = ChurnTrainer(configuration: ChurnTrainer.Configuration(horizonDays: 60))
    let whole = try trainer.trainingRows(of: Buyers.log, asOf: asOf)
    let cut = try trainer.trainingRows(of: known, asOf: asOf)
    #expect(whole.labels == cut.labels)
    #expect(whole.table.numeric.map(\.values) == cut.table.numeric.map(\.values))
  }

  @Test func `a table with rows of the future is refused`() throws {
    #expect(throws: FeatureError.self) {
      try PurchaseFeatures.table(of: Buyers.log, cutoff: Buyers.asOf.adding(days: -30))
    }
  }

  @Test func `a stored model gives the same scores`() throws {
    let model = try Buyers.model.get()
    let restored = try ChurnModel(
      checkpoint: Checkpoint(decoding: model.checkpoint().encoded()))
    let table = try PurchaseFeatures.table(of: Buyers.log, cutoff: Buyers.asOf)
    #expect(restored.probabilities(of: table) == model.probabilities(of: table))
    #expect(restored.definition == .noPurchase(horizonDays: 60))
    #expect(restored.trainedAsOf == model.trainedAsOf)
    #expect(restored.threshold == model.threshold)
    #expect(restored.baseRate == model.baseRate)
  }

  @Test func `a checkpoint of another kind or with a part missing is refused`() throws {
    #expect(throws: ChurnError.self) {
      try ChurnModel(checkpoint: Checkpoint(kind: "recommender"))
    }
    #expect(throws: ChurnError.self) { try ChurnModel(checkpoint: Checkpoint(kind: "churn")) }
  }

  @Test func `training twice gives the same bytes`() throws {
    let first = try Buyers.train(Buyers.log).checkpoint().encoded()
    #expect(try Buyers.train(Buyers.log).checkpoint().encoded() == first)
  }
}

@Suite struct ChurnTrainerTests {
  private func failure(_ body: () throws -> Void) -> ChurnError? {
    do {
      try body()
      return nil
    } catch {
      return error as? ChurnError
    }
  }

  @Test func `customers who all stayed cannot be told apart, and the error says so`() throws {
    var log = InteractionLog()
    for day in 0..<200 {
      for customer in 0..<30 {
        log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(1), kind: .purchase,
          quantity: 1, value: 1, occurredAt: Buyers.start.adding(days: day))
      }
    }
    let error = failure { _ = try Buyers.train(log, asOf: Buyers.start.adding(days: 200)) }
    #expect(error?.code == .oneClass)
    #expect(error?.description.contains("all 30 customers stayed") == true)
    #expect(error?.description.contains("--horizon") == true)
  }

  @Test func `labels of one class only are refused`() throws {
    let table = CustomerTable(
      customers: (0..<30).map { Customer.Key($0) },
      numeric: [CustomerTable.NumericColumn(name: "age", values: (0..<30).map { Float($0) })])
    for label in [true, false] {
      let error = failure {
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
    let report = try ChurnEvaluation.evaluate(
      .labelled(table, labels: labels), configuration: ChurnTrainer.Configuration(),
      asOf: Buyers.asOf, seed: 1)
    #expect(try #require(report.metrics["auc"]).value > 0.9)
    #expect(report.testCount == count)
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
    let error = failure {
      _ = try Buyers.train(
        Buyers.log.filtered { $0 < 50 }, asOf: Buyers.start.adding(days: 10))
    }
    #expect(error?.code == .tooLittleData)
    #expect(error?.description.contains("at least 90") == true)
    #expect(
      failure { _ = try Buyers.train(InteractionLog()) }?.code == .tooLittleData)
  }

  @Test func `an evaluation by time stands beside recency alone`() throws {
    let report = try ChurnEvaluation.evaluate(
      .purchases(Buyers.log), configuration: ChurnTrainer.Configuration(horizonDays: 60),
      asOf: Buyers.asOf, seed: 1)
    #expect(try #require(report.metrics["auc"]).value > 0.8)
    #expect(report.models.map(\.name) == ["recency alone"])
    #expect(report.testCount == 80)
  }

  @Test func `risk is high from the threshold and medium from half of it`() {
    #expect(RiskLevel(probability: 0.5, threshold: 0.5) == .high)
    #expect(RiskLevel(probability: 0.49, threshold: 0.5) == .medium)
    #expect(RiskLevel(probability: 0.25, threshold: 0.5) == .medium)
    #expect(RiskLevel(probability: 0.24, threshold: 0.5) == .low)
  }
}
