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
    let asOf = try max(dataEnd() ?? active.model.trainedAsOf, active.model.trainedAsOf)
    let table = try churnTable(for: active.model, asOf: asOf, only: key)
    guard let row = table.customers.firstIndex(of: key) else {
      throw ServiceError(
        .noScore, "customer \(quoted(id)) has not bought anything yet, so there is no churn score",
        hint: "a score needs at least one purchase before \(asOf.date)")
    }
    let score = active.model.scores(of: table.selecting([row]))[0]
    let labels = try store.read { try $0.churnLabels() }
    let gone = Set(labels.filter(\.label.hasChurned).map(\.customer))
    return answer(
      score, id: id, asOf: asOf, active: active,
      isGone: hasLeft(row, of: table, by: active.model.definition, labelledGone: gone))
  }

  /// The customers most likely to leave.
  ///
  /// Those who by the definition have left already (no purchase within the
  /// horizon, or a label that says so) are counted, and listed only on request.
  package func churnTop(
    _ limit: Int, leastProbability: Double = 0, includesGone: Bool = false
  ) throws -> ChurnListAnswer {
    let active = try churnModel()
    let asOf = try max(dataEnd() ?? active.model.trainedAsOf, active.model.trainedAsOf)
    let table = try churnTable(for: active.model, asOf: asOf, only: nil)
    let (columns, labels) = try store.read { (try $0.customerIDs(), try $0.churnLabels()) }
    var ids: [Customer.Key: Customer.ID] = [:]
    for (key, id) in zip(columns.keys, columns.ids) { ids[key] = id }
    let gone = Set(labels.filter(\.label.hasChurned).map(\.customer))
    let probabilities = active.model.probabilities(of: table)
    let staying = table.customers.indices.filter { row in
      !hasLeft(row, of: table, by: active.model.definition, labelledGone: gone)
    }
    let rows = includesGone ? Array(table.customers.indices) : staying
    let order = rows.filter { probabilities[$0] >= leastProbability }
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    let top = table.selecting(Array(order.prefix(limit)))
    let stayingKeys = Set(staying.map { table.customers[$0] })
    return ChurnListAnswer(
      customers: active.model.scores(of: top).map {
        answer(
          $0, id: ids[$0.customer]?.rawValue ?? "", asOf: asOf, active: active,
          isGone: !stayingKeys.contains($0.customer))
      },
      scored: rows.count,
      highRisk: rows.count { probabilities[$0] >= active.model.threshold },
      alreadyGone: table.count - staying.count, asOf: asOf.date, model: active.name)
  }

  /// What the model needs to know of all customers, or of one.
  func churnTable(
    for model: ChurnModel, asOf: Timestamp, only key: Customer.Key?
  ) throws -> CustomerTable {
    try Self.translating {
      switch model.definition {
      case .noPurchase:
        let log = try store.read { reader in
          if let key { return try reader.history(of: key, limit: .max).reversedInTime() }
          return try reader.interactionLog()
        }
        do {
          return try PurchaseFeatures.table(of: log, cutoff: asOf)
        } catch {
          throw ChurnError(.leakage, "\(error)")
        }
      case .label:
        return try labelledTable(asOf: asOf)
      }
    }
  }

  /// Attributes, and purchase features where there are any purchases.
  func labelledTable(asOf: Timestamp) throws -> CustomerTable {
    let (customers, log) = try store.read { reader in
      (try reader.customers(), try reader.interactionLog(until: asOf))
    }
    var table = AttributeFeatures.table(of: customers)
    guard log.count > 0 else { return table }
    let purchases = try PurchaseFeatures.table(
      of: log.filtered { log.occurredAt[$0] < asOf }, cutoff: asOf)
    let rows = Vocabulary(purchases.customers)
    for column in purchases.numeric {
      table.numeric.append(
        CustomerTable.NumericColumn(
          name: column.name,
          values: table.customers.map { key in
            rows.row(of: key).map { column.values[$0] } ?? .nan
          }))
    }
    return table
  }

  /// Whether a customer has left already, so that nobody needs a prediction.
  private func hasLeft(
    _ row: Int, of table: CustomerTable, by definition: ChurnDefinition,
    labelledGone: Set<Customer.Key>
  ) -> Bool {
    switch definition {
    case .label: return labelledGone.contains(table.customers[row])
    case .noPurchase(let days):
      let name = PurchaseFeatures.Measure.recencyDays.rawValue
      guard let recency = table.numeric.first(where: { $0.name == name }) else { return false }
      return recency.values[row] > Float(days)
    }
  }

  private func answer(
    _ score: ChurnScore, id: String, asOf: Timestamp, active: Active<ChurnModel>, isGone: Bool
  ) -> ChurnAnswer {
    let risks = score.riskFactors.prefix(Self.listedFactors)
    let protections = score.protectiveFactors.prefix(Self.listedFactors)
    let listed = (risks + protections).reduce(0) { $0 + $1.contribution }
    return ChurnAnswer(
      customerId: id, asOf: asOf.date, horizonDays: active.model.definition.horizonDays,
      definition: active.model.definition.text, alreadyGone: isGone,
      churnProbability: score.probability,
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
