import Churn
import Domain
import Evaluation
import Features
import Storage

extension Rapport {
  /// Factors of each sign that an answer lists.
  private static let listedFactors = 5

  /// How likely one customer is to leave, why, and what a contact would bring; what
  /// two measures do together is divided between them unless pairs are shown.
  package func churn(
    customer id: String, showsPairs: Bool = false
  ) throws -> ChurnAnswer {
    let (key, _) = try customer(id)
    let active = try churnModel()
    let population = try churnPopulation(active)
    guard let row = population.rows[key] else {
      throw ServiceError(
        .noScore, "customer \(quoted(id)) has not bought anything yet, so there is no churn score",
        hint: "a score needs at least one purchase before \(population.asOf.date)")
    }
    let score = active.model.scores(
      of: population.table.selecting([row]), pairs: showsPairs ? .shown : .split)[0]
    return answer(
      score, of: population, row: row, active: active, judgement: try judgement())
  }

  /// The customers most worth a call: the likeliest to leave, or those for whom a
  /// contact brings most.
  ///
  /// Those who by the definition have left already (no purchase within the
  /// horizon, or a label that says so) are counted, and listed only on request.
  ///
  /// - Throws: `notTrained` for an order by value or profit without a value model.
  package func churnList(_ options: ChurnListOptions) throws -> ChurnListAnswer {
    let active = try churnModel()
    let population = try churnPopulation(active)
    let judgement = try judgement()
    guard options.order == .risk || judgement.values != nil else {
      throw ServiceError(
        .notTrained,
        "an order by \(options.order.rawValue) needs to know what customers spend, and no value "
          + "model has been trained yet",
        hint: "run 'rapport train value'")
    }
    let rows = population.table.customers.indices.filter {
      options.includesGone || !population.hasLeft[$0]
    }
    let listed = rows.filter { population.probabilities[$0] >= options.leastProbability }
    let candidates = listed.map { candidate($0, of: population, judgement: judgement) }
    let places = Dictionary(
      zip(candidates.map(\.customerID), listed), uniquingKeysWith: { first, _ in first })
    let waiting = options.after.map { place in candidates.filter { place.precedes($0) } }
    let page = CallList(
      waiting ?? candidates, by: options.order.callOrder, limit: options.limit
    ).candidates
    let chosen = page.compactMap { places[$0.customerID] }
    let hasMore = page.count < (waiting ?? candidates).count
    let scores = active.model.scores(of: population.table.selecting(chosen))
    let everyone = CallList(candidates, by: .profit).worthwhile
    return ChurnListAnswer(
      customers: zip(scores, chosen).map {
        answer($0, of: population, row: $1, active: active, judgement: judgement)
      },
      orderedBy: options.order.rawValue, scored: rows.count,
      highRisk: rows.count {
        judgement.cutPoints.level(of: population.probabilities[$0]) == .high
      },
      alreadyGone: population.hasLeft.count { $0 },
      worthContacting: judgement.values == nil ? nil : everyone.count,
      expectedProfit: judgement.values == nil ? nil : everyone.profit,
      contactCost: judgement.economics.contactCost, saveRate: judgement.economics.saveRate,
      margin: judgement.economics.margin, asOf: population.asOf.date, model: active.name,
      nextCursor: hasMore ? page.last.map { ChurnPlace($0, by: options.order).cursor } : nil)
  }

  /// The list as a file for a campaign tool.
  package func churnCSV(_ options: ChurnListOptions) throws -> String {
    let answer = try churnList(options)
    let contacts = try store.read { reader in
      try answer.customers.map { try reader.customer(Customer.ID($0.customerId))?.customer }
    }
    return CallList(
      zip(answer.customers, contacts).map { customer, contact in
        CallCandidate(
          customerID: customer.customerId, email: contact?.email, name: contact?.name,
          churnProbability: customer.churnProbability,
          riskLevel: RiskLevel(rawValue: customer.riskLevel) ?? .low,
          expectedValue: customer.expectedValue,
          expectedProfit: customer.expectedProfitIfContacted,
          reasons: customer.topRiskFactors.map { "\($0.feature) \($0.valueText)" })
      }, by: options.order.callOrder
    ).csv()
  }

  /// How far the customers of now differ from those of the day the churn model was
  /// trained, most first; empty where there is no model.
  package func churnDrift() throws -> [DriftAnswer] {
    guard let active = try trainedChurnModel() else { return [] }
    return ChurnDrift.measures(
      of: active.model, now: try churnPopulation(active).table, since: .scoring
    ).map {
      DriftAnswer(
        feature: $0.feature, stabilityIndex: $0.index, reading: $0.reading.rawValue)
    }
  }

  /// How the active model's probabilities held in the newest horizon whose outcome is
  /// known; nil where no such horizon began after the model was trained.
  package func churnOutcome() throws -> CalibrationDriftAnswer? {
    guard let active = try trainedChurnModel(), let days = active.model.definition.horizonDays,
      let end = try dataEnd()
    else { return nil }
    let cutoff = end.adding(days: -days)
    guard cutoff >= active.model.trainedAsOf else { return nil }
    let table = try purchaseTable(asOf: cutoff, attributes: active.model.attributes)
    let log = try store.read { try $0.interactionLog(from: cutoff, until: end) }
    let drift = CalibrationDrift(
      period: cutoff.date, probabilities: active.model.probabilities(of: table),
      labels: PurchaseOutcomes.labels(
        of: table.customers, log: log, cutoff: cutoff, horizonDays: days))
    guard drift.count > 0 else { return nil }
    return CalibrationDriftAnswer(
      from: drift.period, days: days, customers: drift.count, expected: drift.meanProbability,
      observed: drift.observed.value, low: drift.observed.low, high: drift.observed.high,
      hasDrifted: drift.hasDrifted)
  }

  /// The attributes that came after training, and those it knew that are gone: neither
  /// counts in a score.
  package func churnAttributeChanges() throws -> (ignored: [String], missing: [String]) {
    guard let active = try trainedChurnModel(), let known = active.model.attributes else {
      return ([], [])
    }
    let now = Set(try customerAttributes().features.columns.map(\.name))
    let then = Set(known.columns.map(\.name))
    return (now.subtracting(then).sorted(), then.subtracting(now).sorted())
  }

  private func trainedChurnModel() throws -> Active<ChurnModel>? {
    do { return try churnModel() } catch let error as ServiceError
      where error.code == .notTrained
    { return nil }
  }

  /// How likely a customer was to leave when everybody was scored last; nil where there
  /// is no model or no score.
  ///
  /// For questions that many ask: what has happened since is left for the next list.
  func churnProbability(of key: Customer.Key) throws -> Double? {
    guard let active = try trainedChurnModel() else { return nil }
    let population = try lastPopulation(of: active.reading) ?? churnPopulation(active)
    return population.rows[key].map { population.probabilities[$0] }
  }

  // MARK: - Who is scored, and when

  /// The end of the data, but never before the moment trained up to.
  private func churnAsOf(_ model: ChurnModel) throws -> Timestamp {
    max(try dataEnd() ?? model.trainedAsOf, model.trainedAsOf)
  }

  private func churnPopulation(_ active: Active<ChurnModel>) throws -> ChurnPopulation {
    let model = active.model
    return try keptPopulation(of: active.reading) {
      let asOf = try churnAsOf(model)
      let columns = try store.read { try $0.customerIDs() }
      var ids: [Customer.Key: Customer.ID] = [:]
      for (key, id) in zip(columns.keys, columns.ids) { ids[key] = id }
      let table: CustomerTable
      switch model.definition {
      case .label:
        table = try labelledTable(cutoff: { _ in asOf }, attributes: model.attributes).table
      case .noPurchase: table = try purchaseTable(asOf: asOf, attributes: model.attributes)
      }
      return ChurnPopulation(
        table: table, model: model, asOf: asOf, ids: ids,
        outcomes: try labels(until: nil).mapValues(\.hasChurned))
    }
  }

  // MARK: - What a contact is worth

  /// What customers spend, what a contact costs, and from where a risk is high.
  private struct Judgement {
    var values: [Customer.Key: Double]?
    var economics: ContactEconomics
    var cutPoints: RiskCutPoints
  }

  private func judgement() throws -> Judgement {
    let values = try valuesIfKept()
    return Judgement(
      values: values?.values, economics: try contactEconomics(),
      cutPoints: try riskCutPoints(medianValue: values?.median))
  }

  private func candidate(
    _ row: Int, of population: ChurnPopulation, judgement: Judgement
  ) -> CallCandidate {
    let key = population.table.customers[row]
    let probability = population.probabilities[row]
    let value = judgement.values?[key]
    return CallCandidate(
      customerID: population.ids[key]?.rawValue ?? "", churnProbability: probability,
      riskLevel: judgement.cutPoints.level(of: probability), expectedValue: value,
      expectedProfit: value.map {
        judgement.economics.expectedProfit(churnProbability: probability, valueIfKept: $0)
      })
  }

  // MARK: - Answers

  private func answer(
    _ score: ChurnScore, of population: ChurnPopulation, row: Int, active: Active<ChurnModel>,
    judgement: Judgement
  ) -> ChurnAnswer {
    let risks = score.riskFactors.prefix(Self.listedFactors)
    let protections = score.protectiveFactors.prefix(Self.listedFactors)
    let listed = (risks + protections).reduce(0) { $0 + $1.contribution }
    let candidate = candidate(row, of: population, judgement: judgement)
    return ChurnAnswer(
      customerId: candidate.customerID, asOf: population.asOf.date,
      horizonDays: active.model.definition.horizonDays, definition: active.model.definition.text,
      alreadyGone: population.hasLeft[row], churnProbability: score.probability,
      percentile: population.percentiles[row], riskLevel: candidate.riskLevel.rawValue,
      thresholdUsed: judgement.cutPoints.high, mediumFrom: judgement.cutPoints.medium,
      expectedValue: candidate.expectedValue,
      expectedProfitIfContacted: candidate.expectedProfit, logOdds: score.logOdds,
      baseLogOdds: score.baseLogOdds, topRiskFactors: risks.map(factor),
      topProtectiveFactors: protections.map(factor),
      otherFactorsContribution: score.logOdds - score.baseLogOdds - listed, model: active.name)
  }

  private func factor(_ factor: ChurnScore.Factor) -> ChurnAnswer.Factor {
    var answer = ChurnAnswer.Factor(
      feature: factor.measure, contribution: factor.contribution,
      probabilityChange: factor.probabilityChange,
      populationMean: factor.populationMean.map(Double.init))
    switch factor.value {
    case .number(let value): answer.value = Double(value)
    case .category(let level): answer.category = level
    case .pair(let text): answer.category = text
    case .missing: break
    }
    return answer
  }
}
