import Churn
package import Domain
import Features
import Storage

extension Rapport {
  /// What one customer is expected to spend, and why.
  ///
  /// - Throws: `unknownCustomer`, `notTrained`, `noScore` for one who has not bought.
  package func value(customer id: String) throws -> ValueAnswer {
    let (key, _) = try customer(id)
    let active = try valueModel()
    let population = try valuePopulation(active)
    guard let row = population.rows.table.customers.firstIndex(of: key) else {
      throw ServiceError(
        .noScore,
        "customer \(quoted(id)) has not bought anything yet, so there is no expected spend",
        hint: "it needs at least one purchase before \(population.asOf.date)")
    }
    let score = active.model.scores(of: population.rows, at: [row])[0]
    return answer(score, id: id, asOf: population.asOf, active: active)
  }

  /// The customers who are expected to spend most.
  package func valueTop(_ limit: Int) throws -> ValueListAnswer {
    let active = try valueModel()
    let population = try valuePopulation(active)
    let expected = population.predictions.map(\.expectedSpend)
    let top = Array(
      expected.indices.sorted { (expected[$1], $0) < (expected[$0], $1) }.prefix(limit))
    return ValueListAnswer(
      customers: active.model.scores(of: population.rows, at: top).map {
        answer(
          $0, id: population.ids[$0.customer]?.rawValue ?? "", asOf: population.asOf,
          active: active)
      },
      scored: population.rows.count, expectedSpend: expected.reduce(0, +),
      asOf: population.asOf.date, horizonDays: active.model.horizonDays, model: active.name)
  }

  /// What each customer who has bought spends within the horizon if kept, and that of
  /// the customer in the middle; nil where no value model has been trained.
  package func valuesIfKept() throws -> (values: [Customer.Key: Double], median: Double)? {
    guard let active = try valueModelIfTrained() else { return nil }
    let population = try valuePopulation(active)
    let values = zip(population.rows.table.customers, population.predictions.map(\.spendIfBuying))
    return (Dictionary(uniqueKeysWithValues: values), active.model.medianValue)
  }

  // MARK: - Who is scored, and when

  private func valueModelIfTrained() throws -> Active<ValueModel>? {
    do {
      return try valueModel()
    } catch let error as ServiceError where error.code == .notTrained {
      return nil
    }
  }

  /// The end of the data, but never before the moment trained up to.
  private func valueAsOf(_ model: ValueModel) throws -> Timestamp {
    max(try dataEnd() ?? model.trainedAsOf, model.trainedAsOf)
  }

  private func valuePopulation(_ active: Active<ValueModel>) throws -> ValuePopulation {
    try keptValues(of: active.reading) {
      let asOf = try valueAsOf(active.model)
      let (log, columns) = try store.read { reader in
        (try reader.interactionLog(until: asOf), try reader.customerIDs())
      }
      return ValuePopulation(
        rows: try valueRows(log, asOf: asOf, model: active.model), model: active.model,
        asOf: asOf, ids: Dictionary(uniqueKeysWithValues: zip(columns.keys, columns.ids)))
    }
  }

  private func valueRows(
    _ log: InteractionLog, asOf: Timestamp, model: ValueModel
  ) throws -> ValueRows {
    try Self.translating {
      try ValueRows(of: log, cutoff: asOf, horizonDays: model.horizonDays)
    }
  }

  private func answer(
    _ score: ValueScore, id: String, asOf: Timestamp, active: Active<ValueModel>
  ) -> ValueAnswer {
    let factors = score.factors.sorted {
      ($1.weight, $0.measure) < ($0.weight, $1.measure)
    }
    return ValueAnswer(
      customerId: id, asOf: asOf.date, horizonDays: active.model.horizonDays,
      expectedSpend: score.expectedSpend, low: score.low, high: score.high,
      intervalLevel: ValueModel.intervalLevel, buyProbability: score.buyProbability,
      spendIfBuying: score.spendIfBuying, logOdds: score.logOdds,
      baseLogOdds: score.baseLogOdds, logSpend: score.logSpend,
      baseLogSpend: score.baseLogSpend, factors: factors.map(factor),
      bgNbdPurchases: score.expectedPurchases, bgNbdSpend: score.referenceSpend,
      model: active.name)
  }

  private func factor(_ factor: ValueScore.Factor) -> ValueAnswer.Factor {
    var answer = ValueAnswer.Factor(
      feature: factor.measure, populationMean: factor.populationMean.map(Double.init),
      toLogOdds: factor.toLogOdds, toLogSpend: factor.toLogSpend)
    switch factor.value {
    case .number(let value): answer.value = Double(value)
    case .category(let level), .pair(let level): answer.category = level
    case .missing: break
    }
    return answer
  }
}

extension ValueScore.Factor {
  /// How far it moves the two parts together.
  fileprivate var weight: Double { abs(toLogOdds) + abs(toLogSpend) }
}
