import Domain
import Engine
import Evaluation
import Features
import Models

/// Ranks the catalogue for the cases of a test and tallies what the lists hold.
struct RankingJudge {
  private static let k = 10
  private static let chunk = 64

  let model: RecommenderModel
  let cases: RankingCases
  private let traits: CatalogueTraits

  /// The interactions trained on say how popular products are.
  init(model: RecommenderModel, cases: RankingCases, train: InteractionLog) {
    self.model = model
    self.cases = cases
    var owners = [Set<Customer.Key>](repeating: [], count: model.products.count)
    for index in 0..<train.count where train.kinds[index] == .purchase {
      if let row = model.products.row(of: train.products[index]) {
        owners[row].insert(train.customers[index])
      }
    }
    let factors = (model.candidate(.factorisation) as? FactorisationCandidate)?.model.itemFactors
    traits = CatalogueTraits(
      owners: owners.map(\.count), customers: Set(train.customers).count, vectors: factors)
  }

  /// The blend's lists.
  func blend(_ cancellation: Cancellation?) throws(RecommendationError) -> RankingTally {
    try tally(cancellation) { history in
      (
        model.scores(for: history, onlyNew: false).total,
        model.scores(for: history, onlyNew: true).total
      )
    }
  }

  /// The lists of one model alone; it shows nothing where it says nothing.
  func tally(
    of candidate: any CandidateModel, _ cancellation: Cancellation?
  ) throws(RecommendationError) -> RankingTally {
    try tally(cancellation) { history in
      let values = candidate.scores(for: history)?.values ?? []
      return (values, values)
    }
  }

  private func tally(
    _ cancellation: Cancellation?,
    scores: @Sendable (CustomerHistory) -> (any: [Float], new: [Float])
  ) throws(RecommendationError) -> RankingTally {
    let chunks = (cases.count + Self.chunk - 1) / Self.chunk
    let tallies = Parallel.map(count: chunks, chunkSize: 1) { chunk in
      var tally = RankingTally(at: Self.k, of: traits)
      guard cancellation?.isCancelled != true else { return tally }
      for index in (chunk * Self.chunk)..<min(cases.count, (chunk + 1) * Self.chunk) {
        let (any, new) = scores(cases.histories[index])
        let known = cases.known[index]
        tally.add(
          top: Ranking.top(Self.k, of: any).map(\.index), relevant: cases.relevant[index],
          topNew: Ranking.top(
            Self.k, of: new, excluding: known.lazy.filter { $0 < new.count }
          ).map(\.index), known: known)
      }
      return tally
    }
    if cancellation?.isCancelled == true {
      throw RecommendationError(.cancelled, "the evaluation was stopped")
    }
    var result = RankingTally(at: Self.k, of: traits)
    for tally in tallies { result.merge(tally) }
    return result
  }
}

extension RecommenderModel {
  /// The models that an evaluation shows alone, in the usual order.
  var measured: [any CandidateModel] {
    CandidateKind.allCases.compactMap { candidate($0) }
  }
}
