package import Engine
package import Features

/// How much of a customer's taste lies in a product's category: the share of the
/// history's weight that its products have.
package struct CategoryCandidate: CandidateModel {
  /// The category of each product row; −1 where none is known.
  package let categories: [Int32]
  private let categoryCount: Int
  private let weighting = HistoryWeighting(usesConfidence: true)

  package init(categories: [Int32]) {
    self.categories = categories
    categoryCount = Int(categories.max() ?? -1) + 1
  }

  package var kind: CandidateKind { .category }
  package var productCount: Int { categories.count }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    guard let weighted = weighting.weigh(history, productCount: productCount) else { return nil }
    var shares = [Float](repeating: 0, count: categoryCount + 1)
    for (product, weight) in zip(weighted.products, weighted.weights) where categories[product] >= 0
    {
      shares[Int(categories[product])] += weight
    }
    let categories = categories
    // Those without a category read the zero behind the last.
    let values = categories.map { shares[$0 >= 0 ? Int($0) : shares.count - 1] }
    return CandidateScores(values) { products in
      products.map { product in
        guard product < categories.count, categories[product] >= 0 else { return Attribution() }
        let category = categories[product]
        return Attribution(
          terms: weighted.products.indices.filter { categories[weighted.products[$0]] == category }
            .map { Attribution.Term(item: weighted.places[$0], value: weighted.weights[$0]) })
      }
    }
  }

  package func save(to checkpoint: inout Checkpoint) {
    checkpoint.integers["\(kind.checkpointName).categories"] = categories.map(Int64.init)
  }
}
