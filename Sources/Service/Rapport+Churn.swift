import Churn
import Domain
import Features
import Storage

extension Rapport {
  /// Factors of each sign that an answer lists.
  private static let listedFactors = 5

  /// How likely one customer is to leave, and why.
  package func churn(customer id: String) throws -> ChurnAnswer {
    let (key, _) = try customer(id)
    let active = try churnModel()
    let population: ChurnPopulation
    switch active.model.definition {
    case .label: population = try churnPopulation(active)
    case .noPurchase:
      // A customer's own history is all it takes.
      let asOf = try churnAsOf(active.model)
      let log = try store.read { try $0.history(of: key, limit: .max) }
      let table = try purchaseTable(log.reversedInTime(), asOf: asOf)
      population = ChurnPopulation(
        table: table, model: active.model, asOf: asOf, ids: [key: Customer.ID(id)], outcomes: [:])
    }
    guard let row = population.table.customers.firstIndex(of: key) else {
      throw ServiceError(
        .noScore, "customer \(quoted(id)) has not bought anything yet, so there is no churn score",
        hint: "a score needs at least one purchase before \(population.asOf.date)")
    }
    let score = active.model.scores(of: population.table.selecting([row]))[0]
    return answer(score, of: population, row: row, active: active)
  }

  /// The customers most likely to leave.
  ///
  /// Those who by the definition have left already (no purchase within the
  /// horizon, or a label that says so) are counted, and listed only on request.
  package func churnTop(
    _ limit: Int, leastProbability: Double = 0, includesGone: Bool = false
  ) throws -> ChurnListAnswer {
    let active = try churnModel()
    let population = try churnPopulation(active)
    let probabilities = population.probabilities
    let rows = population.table.customers.indices.filter {
      includesGone || !population.hasLeft[$0]
    }
    let top = rows.filter { probabilities[$0] >= leastProbability }
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }.prefix(limit)
    let scores = active.model.scores(of: population.table.selecting(Array(top)))
    return ChurnListAnswer(
      customers: zip(scores, top).map { answer($0, of: population, row: $1, active: active) },
      scored: rows.count,
      highRisk: rows.count { probabilities[$0] >= active.model.threshold },
      alreadyGone: population.hasLeft.count { $0 }, asOf: population.asOf.date,
      model: active.name)
  }

  // MARK: - Who is scored, and when

  /// The end of the data, but never before the moment trained up to.
  private func churnAsOf(_ model: ChurnModel) throws -> Timestamp {
    max(try dataEnd() ?? model.trainedAsOf, model.trainedAsOf)
  }

  private func churnPopulation(_ active: Active<ChurnModel>) throws -> ChurnPopulation {
    let model = active.model
    return try keptPopulation(of: active.name) {
      let asOf = try churnAsOf(model)
      let columns = try store.read { try $0.customerIDs() }
      var ids: [Customer.Key: Customer.ID] = [:]
      for (key, id) in zip(columns.keys, columns.ids) { ids[key] = id }
      let table: CustomerTable
      switch model.definition {
      case .label:
        table = try labelledTable(
          cutoff: { _ in asOf }, numericNames: model.encoder.numericNames)
      case .noPurchase:
        table = try purchaseTable(store.read { try $0.interactionLog(until: asOf) }, asOf: asOf)
      }
      return ChurnPopulation(
        table: table, model: model, asOf: asOf, ids: ids,
        outcomes: try labels(until: nil).mapValues(\.hasChurned))
    }
  }

  private func purchaseTable(_ log: InteractionLog, asOf: Timestamp) throws -> CustomerTable {
    try Self.translating {
      do {
        return try PurchaseFeatures.table(
          of: log.filtered { log.occurredAt[$0] < asOf }, cutoff: asOf)
      } catch {
        throw ChurnError(.leakage, "\(error)")
      }
    }
  }

  /// The newest label of each customer, up to a moment where one is given; one
  /// without a moment is the oldest.
  func labels(until asOf: Timestamp?) throws -> [Customer.Key: ChurnLabel] {
    var newest: [Customer.Key: ChurnLabel] = [:]
    for (customer, label) in try store.read({ try $0.churnLabels() }) {
      if let asOf, let observedAt = label.observedAt, observedAt > asOf { continue }
      if let known = newest[customer]?.observedAt,
        label.observedAt.map({ $0 < known }) ?? true
      {
        continue
      }
      newest[customer] = label
    }
    return newest
  }

  /// Attributes of all customers, and purchase features where there are any
  /// purchases, each customer's as of a cut-off of their own; without one, none.
  ///
  /// With `numericNames` those attributes are read as numbers and no others: one
  /// odd value must not change what a column is to a model already trained.
  func labelledTable(
    cutoff: (Customer.Key) -> Timestamp?, numericNames: Set<String>?
  ) throws -> CustomerTable {
    let (customers, log) = try store.read { reader in
      (try reader.customers(), try reader.interactionLog())
    }
    var table = AttributeFeatures.table(of: customers, numericNames: numericNames)
    var events: [Customer.Key: InteractionLog] = [:]
    for index in 0..<log.count {
      let key = log.customers[index]
      guard let end = cutoff(key), log.occurredAt[index] < end else { continue }
      events[key, default: InteractionLog()].append(
        customer: key, product: log.products[index], kind: log.kinds[index],
        quantity: log.quantities[index], value: log.values[index],
        occurredAt: log.occurredAt[index])
    }
    guard !events.isEmpty else { return table }
    var columns = PurchaseFeatures.Measure.allCases.map {
      CustomerTable.NumericColumn(
        name: $0.rawValue, values: [Float](repeating: .nan, count: table.count))
    }
    for (row, key) in table.customers.enumerated() {
      guard let own = events[key], let end = cutoff(key) else { continue }
      let features = try PurchaseFeatures.table(of: own, cutoff: end)
      guard features.count == 1 else { continue }
      for index in columns.indices {
        columns[index].values[row] = features.numeric[index].values[0]
      }
    }
    table.numeric += columns
    return table
  }

  // MARK: - Answers

  private func answer(
    _ score: ChurnScore, of population: ChurnPopulation, row: Int, active: Active<ChurnModel>
  ) -> ChurnAnswer {
    let risks = score.riskFactors.prefix(Self.listedFactors)
    let protections = score.protectiveFactors.prefix(Self.listedFactors)
    let listed = (risks + protections).reduce(0) { $0 + $1.contribution }
    return ChurnAnswer(
      customerId: population.ids[score.customer]?.rawValue ?? "", asOf: population.asOf.date,
      horizonDays: active.model.definition.horizonDays, definition: active.model.definition.text,
      alreadyGone: population.hasLeft[row], churnProbability: score.probability,
      riskLevel: RiskLevel(
        probability: score.probability, threshold: active.model.threshold
      ).rawValue,
      thresholdUsed: active.model.threshold, logOdds: score.logOdds,
      baseLogOdds: score.baseLogOdds, topRiskFactors: risks.map(factor),
      topProtectiveFactors: protections.map(factor),
      otherFactorsContribution: score.logOdds - score.baseLogOdds - listed, model: active.name)
  }

  private func factor(_ factor: ChurnScore.Factor) -> ChurnAnswer.Factor {
    var answer = ChurnAnswer.Factor(
      feature: factor.measure, contribution: factor.contribution,
      populationMean: factor.populationMean.map(Double.init))
    switch factor.value {
    case .number(let value): answer.value = Double(value)
    case .category(let level): answer.category = level
    case .missing: break
    }
    return answer
  }
}

extension InteractionLog {
  /// Newest first turned into oldest first.
  fileprivate func reversedInTime() -> InteractionLog {
    var result = InteractionLog()
    for index in (0..<count).reversed() {
      result.append(
        customer: customers[index], product: products[index], kind: kinds[index],
        quantity: quantities[index], value: values[index], occurredAt: occurredAt[index])
    }
    return result
  }
}
