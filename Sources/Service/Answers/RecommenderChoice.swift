import Recommendation

/// What training a recommender picked and why, as `train --json` gives it.
package struct RecommenderChoice: Codable, Sendable {
  /// One model of the blend.
  package struct Part: Codable, Sendable {
    /// The model, by its short name.
    package var model: String
    /// The share of the weights, for lists of any products and of new ones.
    package var any: Double
    /// Its weight in lists of new products.
    package var new: Double
    /// In words; empty where nothing was searched.
    package var setting: String
    /// NDCG@10 of the model alone on the held-out choices; nil where none were.
    package var ndcgAny: Double?
    /// How well it ranks products that are new to the customer; nil where it was not measured.
    package var ndcgNew: Double?
  }

  /// What the settings and weights were chosen on; empty where too little was there.
  package var validation: String
  /// How many customers it was measured on.
  package var customers: Int
  /// NDCG@10 of the blend there.
  package var ndcgAny: Double
  /// How well it ranks products that are new to the customer; nil where it was not measured.
  package var ndcgNew: Double
  /// The models of the blend.
  package var parts: [Part]
  /// What is not part of the blend, and why.
  package var leftOut: [String]

  init(_ model: RecommenderModel) {
    let record = model.record
    validation = record.validation
    customers = record.validationCount
    ndcgAny = sixDigits(record.blendAny)
    ndcgNew = sixDigits(record.blendNew)
    leftOut = record.leftOut
    let (any, new) = (
      model.blend.parts.reduce(0) { $0 + $1.any }, model.blend.parts.reduce(0) { $0 + $1.new }
    )
    parts = model.blend.parts.map { part in
      let trial = record.trials.first { $0.kind == part.kind && $0.isChosen }
      return Part(
        model: part.kind.name, any: sixDigits(Double(part.any / max(any, 1e-9))),
        new: sixDigits(Double(part.new / max(new, 1e-9))), setting: trial?.setting ?? "",
        ndcgAny: trial.map { sixDigits($0.any) }, ndcgNew: trial.map { sixDigits($0.new) })
    }
  }
}
