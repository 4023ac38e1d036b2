import Engine
import Features

extension RecommenderModel {
  /// The model without what is popular in one country; nil where it does not know the
  /// country.
  package func forgetting(country: String) -> RecommenderModel? {
    guard popularity.byCountry[country] != nil else { return nil }
    var byCountry = popularity.byCountry
    byCountry[country] = nil
    return RecommenderModel(
      configuration: configuration, products: products, candidates: candidates,
      popularity: Popularity(overall: popularity.overall, byCountry: byCountry),
      intervals: intervals, blend: blend, record: record, trainedAsOf: trainedAsOf)
  }
}
