import Domain
package import Engine
import Features
import FoundationEssentials

extension RecommenderModel {
  package static let checkpointKind = "recommender"

  /// The model as it is stored.
  package func checkpoint() throws -> Checkpoint {
    var checkpoint = Checkpoint(kind: Self.checkpointKind)
    checkpoint.metadata["configuration"] = try Self.encode(configuration)
    checkpoint.metadata["blend"] = try Self.encode(blend)
    checkpoint.metadata["record"] = try Self.encode(record)
    checkpoint.metadata["trained_as_of"] = String(trainedAsOf.seconds)
    checkpoint.integers["products"] = products.keys.map(\.rawValue)
    checkpoint.strings["candidates"] = candidates.map(\.kind.rawValue)
    for candidate in candidates { candidate.save(to: &checkpoint) }
    checkpoint.tensors["popularity"] = Tensor(
      shape: [popularity.overall.count], values: popularity.overall)
    checkpoint.tensors["intervals"] = Tensor(
      shape: [intervals.days.count], values: intervals.days.map { $0.isNaN ? 0 : $0 })
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
      configuration.isSound,
      let blend = Self.decode(Blend.self, "blend", checkpoint),
      let record = Self.decode(TrainingRecord.self, "record", checkpoint),
      let seconds = checkpoint.metadata["trained_as_of"].flatMap({ Int64($0) }),
      let keys = checkpoint.integers["products"],
      let names = checkpoint.strings["candidates"],
      let overall = checkpoint.tensors["popularity"]?.values,
      let days = checkpoint.tensors["intervals"]?.values, days.count == keys.count,
      let countries = checkpoint.strings["countries"],
      let local = checkpoint.tensors["country_popularity"]?.values,
      overall.count == keys.count, local.count == countries.count * keys.count,
      Set(keys).count == keys.count
    else { throw damaged }
    var candidates: [any CandidateModel] = []
    for name in names {
      guard let kind = CandidateKind(rawValue: name), let model = try? kind.read(from: checkpoint),
        model.productCount <= keys.count
      else { throw damaged }
      candidates.append(model)
    }
    guard Set(blend.parts.map(\.kind)).isSubset(of: candidates.map(\.kind)) else { throw damaged }
    var byCountry: [String: [Float]] = [:]
    for (index, country) in countries.enumerated() {
      byCountry[country] = Array(local[(index * keys.count)..<((index + 1) * keys.count)])
    }
    self.init(
      configuration: configuration, products: Vocabulary(keys.map { Product.Key($0) }),
      candidates: candidates, popularity: Popularity(overall: overall, byCountry: byCountry),
      intervals: RepurchaseIntervals(days: days), blend: blend, record: record,
      trainedAsOf: Timestamp(seconds: seconds))
  }

  private static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func decode<T: Decodable>(
    _ type: T.Type, _ key: String, _ checkpoint: Checkpoint
  ) -> T? {
    guard let text = checkpoint.metadata[key] else { return nil }
    return try? JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
