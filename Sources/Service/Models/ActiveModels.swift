import Churn
import Recommendation
import Support

/// The models in use that are in memory.
struct ActiveModels: Sendable {
  var recommender: Rapport.Active<RecommenderModel>?
  var churn: Rapport.Active<ChurnModel>?
  var value: Rapport.Active<ValueModel>?
  var support: Rapport.Active<SupportModel>?
}
