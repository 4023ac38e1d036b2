import Churn
import Domain

/// Everybody a value model can score, scored at one moment.
///
/// Kept until records or models change.
struct ValuePopulation: Sendable {
  let asOf: Timestamp
  let rows: ValueRows
  let predictions: [ValueModel.Prediction]
  let ids: [Customer.Key: Customer.ID]

  init(
    rows: ValueRows, model: ValueModel, asOf: Timestamp, ids: [Customer.Key: Customer.ID]
  ) {
    self.rows = rows
    self.asOf = asOf
    self.ids = ids
    predictions = model.predictions(of: rows)
  }
}
