package import Engine
package import Features

/// What everybody buys now: the same for every history.
package struct PopularityCandidate: CandidateModel {
  package let kind: CandidateKind
  /// One value a product row, 0…1.
  package let values: [Float]

  /// `kind` is `popularity`, or `trending` for one that fades fast.
  package init(_ kind: CandidateKind, values: [Float]) {
    self.kind = kind
    self.values = values
  }

  package var productCount: Int { values.count }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    let values = values
    return CandidateScores(values) { products in
      products.map { Attribution(rest: $0 < values.count ? values[$0] : 0) }
    }
  }

  package func save(to checkpoint: inout Checkpoint) {
    checkpoint.tensors["\(kind.checkpointName).values"] = Tensor(
      shape: [values.count], values: values)
  }
}
