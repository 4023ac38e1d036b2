package import Engine
package import Features
package import Models

/// A causal transformer over the order in which products were met.
///
/// The score of a product is `hᵀ(wᵢ − w̄)`: h is the state after the newest event,
/// wᵢ the vector of the product and w̄ the mean of all, so that 0 is what the
/// network says of products on the whole and softmax and order stay as they were
/// trained.
///
/// - Source: W.-C. Kang & J. McAuley 2018, "Self-Attentive Sequential
///   Recommendation", ICDM, trained by the softmax of A. Klenitskiy & A. Vasilev
///   2023, "Turning Dross Into Gold Loss", RecSys.
package struct SequenceModel: CandidateModel {
  package var kind: CandidateKind { .sequence }
  /// The newest events whose part in a score is told.
  static let attributedEvents = 16

  let reader: HistoryReader
  /// The vectors of the products less their mean: [products, size].
  private let products: Tensor

  init(_ network: CausalDecoder, _ slab: ParameterSlab) {
    reader = HistoryReader(network, slab)
    products = Self.centred(network.itemVectors(slab))
  }

  package var productCount: Int { products.rows }

  package var network: CausalDecoder { reader.network }

  /// The score of every product after a history.
  ///
  /// - Parameter history: product rows, oldest first.
  /// - Returns: [products]; zeros for an empty history.
  /// - Precondition: every row lies below `productCount`.
  package func scores(history: [Int32]) -> [Float] { scores(reader.state(after: history)) }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    let known = history.sequence.filter { Int($0) < productCount }
    guard !known.isEmpty else { return nil }
    let values = scores(history: known)
    return CandidateScores(values) { products in
      attributions(history, known, of: products, values)
    }
  }

  /// How much each of the newest events of a history adds to the scores of some
  /// products: the score less what it would be had the event not been seen by
  /// those after it.
  ///
  /// - Parameters:
  ///   - history: product rows, oldest first.
  ///   - products: whose scores are told.
  ///   - events: how many of the newest events; fewer where the network reads
  ///     fewer.
  /// - Returns: [products, events], the newest event last. The terms of a product
  ///   need not sum to its score: what events say together shows in no single
  ///   one.
  /// - Precondition: every row lies below `productCount`.
  package func contributions(
    history: [Int32], to products: [Int], ofNewest events: Int
  ) -> Tensor {
    let (state, without) = reader.states(after: history, leavingOutNewest: events)
    var values: [Float] = []
    values.reserveCapacity(products.count * without.rows)
    for product in products {
      let whole = score(product, state)
      for event in 0..<without.rows { values.append(whole - score(product, without.row(event))) }
    }
    return Tensor(shape: [products.count, without.rows], values: values)
  }

  private func attributions(
    _ history: CustomerHistory, _ sequence: [Int32], of products: [Int], _ scores: [Float]
  ) -> [Attribution] {
    let terms = contributions(
      history: sequence, to: products, ofNewest: Self.attributedEvents)
    let newest = sequence.suffix(terms.columns).map { history.index(of: Int($0)) }
    return products.enumerated().map { place, product in
      var byItem: [Int: Float] = [:]
      for (item, value) in zip(newest, terms.row(place)) {
        if let item { byItem[item, default: 0] += value }
      }
      let attributed = byItem.sorted { $0.key < $1.key }
        .map { Attribution.Term(item: $0.key, value: $0.value) }
      return Attribution(
        terms: attributed, rest: scores[product] - attributed.reduce(0) { $0 + $1.value })
    }
  }

  private func scores(_ state: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: productCount) { scores, count in
      products.withUnsafeBufferPointer { products in
        state.withUnsafeBufferPointer { state in
          guard
            let rows = products.baseAddress, let state = state.baseAddress,
            let scores = scores.baseAddress
          else { return }
          Kernels.multiply(
            1, rows, rows: productCount, columns: self.products.columns, state, plus: 0, scores)
        }
      }
      count = productCount
    }
  }

  private func score(_ product: Int, _ state: [Float]) -> Float {
    zip(products.row(product), state).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func centred(_ vectors: Tensor) -> Tensor {
    var mean = [Double](repeating: 0, count: vectors.columns)
    for row in 0..<vectors.rows {
      for (column, value) in vectors.row(row).enumerated() { mean[column] += Double(value) }
    }
    let values = vectors.values.enumerated().map { index, value in
      value - Float(mean[index % vectors.columns] / Double(vectors.rows))
    }
    return Tensor(shape: vectors.shape, values: values)
  }
}
