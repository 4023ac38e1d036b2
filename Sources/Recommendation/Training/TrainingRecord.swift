/// How a recommender came about: what was tried on held-out choices, what was
/// picked, and why.
package struct TrainingRecord: Sendable, Codable, Hashable {
  /// One setting of one model.
  package struct Trial: Sendable, Codable, Hashable {
    package var kind: CandidateKind
    /// In words.
    package var setting: String
    /// NDCG@10 of lists of any products.
    package var any: Double
    /// NDCG@10 of lists of products new to the customer.
    package var new: Double
    /// Of the fit; not stored, so that the same training stores the same bytes.
    package var seconds: Double = 0
    package var isChosen: Bool

    private enum CodingKeys: CodingKey { case kind, setting, any, new, isChosen }
  }

  /// How choices were held out, in words; empty where there were too few.
  package var validation = ""
  package var validationCount = 0
  package var trials: [Trial] = []
  /// NDCG@10 of the blend on the held-out choices.
  package var blendAny = 0.0
  package var blendNew = 0.0
  /// Seconds that the fit of each model on all data took; not stored.
  package var fitSeconds: [CandidateKind.RawValue: Double] = [:]
  /// Epochs after which the sequence transformer was best; nil where none was trained.
  package var sequenceEpochs: Int?
  /// Why a model is not part of the blend, one line each.
  package var leftOut: [String] = []

  package init() {}

  /// Seconds that one fit of a model took; NaN where it was not measured.
  func seconds(of kind: CandidateKind) -> Double {
    fitSeconds[kind.rawValue]
      ?? trials.first { $0.kind == kind && $0.isChosen }?.seconds ?? .nan
  }

  private enum CodingKeys: CodingKey {
    case validation, validationCount, trials, blendAny, blendNew, sequenceEpochs, leftOut
  }
}
