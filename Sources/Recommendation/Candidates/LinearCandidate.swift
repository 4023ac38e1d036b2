package import Engine
package import Features
package import Models

/// A candidate model made of item-to-item weights and a weighting of the history:
/// neighbours, bought together, item regression, sequential rules.
package struct LinearCandidate: CandidateModel {
  package let kind: CandidateKind
  package let scorer: ItemToItem
  package var weighting: HistoryWeighting

  package init(
    _ kind: CandidateKind, _ scorer: ItemToItem, weighting: HistoryWeighting
  ) {
    self.kind = kind
    self.scorer = scorer
    self.weighting = weighting
  }

  package var productCount: Int { scorer.itemCount }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    guard let weighted = weighting.weigh(history, productCount: productCount) else { return nil }
    let scorer = scorer
    return CandidateScores(
      scorer.scores(items: weighted.products, weights: weighted.weights)
    ) { products in
      products.map { product in
        guard product < scorer.itemCount else { return Attribution() }
        var terms: [Attribution.Term] = []
        for index in weighted.products.indices {
          let value =
            weighted.weights[index] * scorer.weight(of: weighted.products[index], for: product)
          if value != 0 {
            terms.append(Attribution.Term(item: weighted.places[index], value: value))
          }
        }
        return Attribution(terms: terms)
      }
    }
  }

  package func save(to checkpoint: inout Checkpoint) {
    scorer.save(to: &checkpoint, as: kind.checkpointName)
    weighting.save(to: &checkpoint, as: kind.checkpointName)
  }
}

extension HistoryWeighting {
  /// Reads the weighting that `save(to:as:)` stored under `name`.
  init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let values = try checkpoint.doubles("\(name).weighting", count: 2)
    let halfLife = Float(values[0])
    self.init(
      halfLifeItems: halfLife > 0 && halfLife.isFinite ? halfLife : nil,
      usesConfidence: values[1] != 0)
  }

  /// Stores the weighting in a checkpoint under `name`.
  func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.doubles["\(name).weighting"] = [
      Double(halfLifeItems ?? 0), usesConfidence ? 1 : 0,
    ]
  }
}
