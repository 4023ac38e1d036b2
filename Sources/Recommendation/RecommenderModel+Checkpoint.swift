import Domain
package import Engine
import Features
import FoundationEssentials
import Models

extension RecommenderModel {
  package static let checkpointKind = "recommender"

  /// The model as it is stored.
  package func checkpoint() throws -> Checkpoint {
    var checkpoint = Checkpoint(kind: Self.checkpointKind)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    checkpoint.metadata["configuration"] = String(
      decoding: try encoder.encode(configuration), as: UTF8.self)
    checkpoint.metadata["factorisation"] = String(
      decoding: try encoder.encode(factorisation.configuration), as: UTF8.self)
    checkpoint.metadata["blend"] = String(decoding: try encoder.encode(blend), as: UTF8.self)
    checkpoint.metadata["trained_as_of"] = String(trainedAsOf.seconds)
    checkpoint.integers["products"] = products.keys.map(\.rawValue)
    checkpoint.tensors["item_factors"] = factorisation.itemFactors
    checkpoint.tensors["popularity"] = Tensor(
      shape: [popularity.overall.count], values: popularity.overall)
    let countries = popularity.byCountry.keys.sorted()
    checkpoint.strings["countries"] = countries
    checkpoint.tensors["country_popularity"] = Tensor(
      shape: [countries.count, popularity.overall.count],
      values: countries.flatMap { popularity.byCountry[$0] ?? [] })
    return checkpoint
  }

  /// Reads a stored model.
  package init(checkpoint: Checkpoint) throws(RecommendationError) {
    let damaged = RecommendationError(
      .damagedModel,
      "the stored recommender lacks a part this version needs: run 'rapport train recommender'")
    guard checkpoint.kind == Self.checkpointKind,
      let configuration = Self.decode(RecommenderConfiguration.self, "configuration", checkpoint),
      let factorisation = Self.decode(ImplicitALS.Configuration.self, "factorisation", checkpoint),
      let blend = Self.decode(Blend.self, "blend", checkpoint),
      let seconds = checkpoint.metadata["trained_as_of"].flatMap({ Int64($0) }),
      let keys = checkpoint.integers["products"],
      let factors = checkpoint.tensors["item_factors"], factors.shape.count == 2,
      let overall = checkpoint.tensors["popularity"]?.values,
      let countries = checkpoint.strings["countries"],
      let local = checkpoint.tensors["country_popularity"]?.values,
      factors.rows == keys.count, overall.count == keys.count,
      local.count == countries.count * keys.count, Set(keys).count == keys.count
    else { throw damaged }
    var byCountry: [String: [Float]] = [:]
    for (index, country) in countries.enumerated() {
      byCountry[country] = Array(local[(index * keys.count)..<((index + 1) * keys.count)])
    }
    self.init(
      configuration: configuration, products: Vocabulary(keys.map { Product.Key($0) }),
      factorisation: ImplicitALS(itemFactors: factors, configuration: factorisation),
      popularity: Popularity(overall: overall, byCountry: byCountry), blend: blend,
      trainedAsOf: Timestamp(seconds: seconds))
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, _ key: String, _ checkpoint: Checkpoint
  ) -> T? {
    guard let text = checkpoint.metadata[key] else { return nil }
    return try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
