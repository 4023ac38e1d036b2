import Churn
import Domain
import Features

/// Everybody a churn model can score, scored at one moment.
///
/// Kept until records or models change: the list of those most at risk is asked
/// for far more often than it changes.
struct ChurnPopulation: Sendable {
  let asOf: Timestamp
  let table: CustomerTable
  let probabilities: [Double]
  /// Whether each row's customer has left already by the model's definition, so
  /// that nobody needs a prediction.
  let hasLeft: [Bool]
  let ids: [Customer.Key: Customer.ID]
  /// The share of rows whose probability is lower, by row.
  let percentiles: [Double]
  /// The row of each customer.
  let rows: [Customer.Key: Int]

  init(
    table: CustomerTable, model: ChurnModel, asOf: Timestamp, ids: [Customer.Key: Customer.ID],
    outcomes: [Customer.Key: Bool]
  ) {
    self.asOf = asOf
    self.table = table
    self.ids = ids
    let probabilities = model.probabilities(of: table)
    self.probabilities = probabilities
    switch model.definition {
    case .label:
      hasLeft = table.customers.map { outcomes[$0] ?? false }
    case .noPurchase(let days):
      let name = PurchaseFeatures.Measure.recencyDays.rawValue
      let recency = table.numeric.first { $0.name == name }?.values
      hasLeft = table.customers.indices.map { (recency?[$0] ?? 0) > Float(days) }
    }
    var percentiles = [Double](repeating: 0, count: probabilities.count)
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var lower = 0
    for place in order.indices {
      if place > 0, probabilities[order[place]] > probabilities[order[place - 1]] { lower = place }
      percentiles[order[place]] = Double(lower) / Double(order.count)
    }
    self.percentiles = percentiles
    rows = Dictionary(uniqueKeysWithValues: table.customers.enumerated().map { ($1, $0) })
  }
}
