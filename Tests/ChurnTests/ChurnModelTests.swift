import Domain
import Engine
import Evaluation
import Features
import Glibc
import Models
import Testing

@testable import Churn

@Suite struct ChurnModelTests {
  @Test func `the probability is exactly the sum of what is shown`() throws {
    let model = try Buyers.model.get()
    let table = try Buyers.table(Buyers.log)
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
    let table = try Buyers.table(Buyers.log)
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
    let table = try Buyers.table(Buyers.log)
    let probabilities = model.probabilities(of: table)
    #expect(probabilities[0] > 0.8, "customer 0 stopped after 60 days")
    #expect(probabilities[1] < 0.2, "customer 1 still buys")
  }

  @Test func `what happens after the cut-off changes no score`() throws {
    let cutoff = Buyers.asOf.adding(days: -30)
    let past = Buyers.log.filtered { Buyers.log.occurredAt[$0] < cutoff }
    var shifted = past
    for index in 0..<Buyers.log.count where Buyers.log.occurredAt[index] >= cutoff {
      shifted.append(
        customer: Buyers.log.customers[index], product: Buyers.log.products[index],
        kind: .purchase, quantity: 50, value: 9999,
        occurredAt: Buyers.log.occurredAt[index].adding(days: 7))
    }
    func rows(_ log: InteractionLog) throws -> ChurnRows {
      try Buyers.learning(log, asOf: Buyers.asOf).stacked([cutoff], horizonDays: 30)
    }
    let (known, later, without) = (try rows(Buyers.log), try rows(shifted), try rows(past))
    let model = try Buyers.model.get()
    let scores = model.probabilities(of: known.table)
    #expect(model.probabilities(of: later.table) == scores)
    #expect(model.probabilities(of: without.table) == scores)
    #expect(without.labels.allSatisfy { $0 }, "nobody came back in a future that is empty")
    #expect(known.labels != without.labels)
  }

  @Test func `training up to a day is blind to the days after it`() throws {
    let asOf = Buyers.asOf.adding(days: -60)
    let known = Buyers.log.filtered { Buyers.log.occurredAt[$0] < asOf }
    let whole = try Buyers.train(Buyers.log, asOf: asOf).checkpoint().encoded()
    #expect(try Buyers.train(known, asOf: asOf).checkpoint().encoded() == whole)
  }

  @Test func `a table with rows of the future is refused`() throws {
    #expect(throws: FeatureError.self) {
      try Buyers.table(Buyers.log, cutoff: Buyers.asOf.adding(days: -30))
    }
  }

  @Test func `a measure's change of probability is what an average value would change`() throws {
    let model = try Buyers.model.get()
    let scores = model.scores(of: try Buyers.table(Buyers.log))
    for factor in scores[3].factors {
      let average = 1 / (1 + exp(-(scores[3].logOdds - factor.contribution)))
      #expect(abs(scores[3].probability - factor.probabilityChange - average) < 1e-12)
    }
  }

  @Test func `pairs shown as pairs add up to the same score as pairs divided`() throws {
    let rows = Pairs.rows
    let model = try ChurnTrainer(configuration: ChurnTrainer.Configuration())
      .fit(rows, definition: .label, asOf: Buyers.asOf)
    let split = model.scores(of: rows.table)
    let shown = model.scores(of: rows.table, pairs: .shown)
    let names = Set(shown[0].factors.map(\.measure))
    #expect(names.contains("left × right"), "\(names)")
    #expect(split[0].factors.map(\.measure).sorted() == ["left", "right"])
    for (one, other) in zip(split, shown) {
      #expect(abs(one.logOdds - other.logOdds) < 1e-9)
      for score in [one, other] {
        let sum = score.factors.reduce(score.baseLogOdds) { $0 + $1.contribution }
        #expect(abs(sum - score.logOdds) < 1e-9)
      }
    }
    let pair = try #require(shown[0].factors.first { $0.measure == "left × right" })
    guard case .pair(let text) = pair.value else {
      Issue.record("a pair has the value \(pair.value)")
      return
    }
    #expect(text.contains(", "))
  }

  @Test func `a stored model gives the same scores`() throws {
    let model = try Buyers.model.get()
    let restored = try ChurnModel(
      checkpoint: Checkpoint(decoding: model.checkpoint().encoded()))
    let table = try Buyers.table(Buyers.log)
    #expect(restored.probabilities(of: table) == model.probabilities(of: table))
    #expect(restored.definition == .noPurchase(horizonDays: 60))
    #expect(restored.trainedAsOf == model.trainedAsOf)
    #expect(restored.record == model.record)
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
