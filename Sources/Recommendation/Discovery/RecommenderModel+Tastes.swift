package import Domain
import Engine
package import Features
import Models

extension RecommenderModel {
  /// Where the taste of a customer points: the vector of matrix factorisation solved from
  /// the history.
  ///
  /// - Returns: nil where nothing in the history speaks for a product.
  package func taste(of history: [ProductHistory]) -> [Float]? {
    guard let factorisation = (candidate(.factorisation) as? FactorisationCandidate)?.model
    else { return nil }
    let liked = history.filter { $0.confidence > 0 && $0.product < factorisation.itemCount }
    guard !liked.isEmpty else { return nil }
    return factorisation.foldIn(
      items: liked.map(\.product), confidences: liked.map(\.confidence)
    ).vector
  }

  /// The tastes of all customers of a log who have any.
  ///
  /// - Complexity: one fold-in for each customer, shared by the cores.
  package func customerNeighbours(in log: InteractionLog, asOf: Timestamp) -> CustomerNeighbours {
    let customers = Vocabulary(
      Set(log.customers).sorted { $0.rawValue < $1.rawValue })
    let histories = historyBuilder.histories(of: customers, in: log, asOf: asOf)
    var tastes = [[Float]?](repeating: nil, count: histories.count)
    tastes.withUnsafeMutableBufferPointer { tastes in
      // Each chunk writes its own elements.
      nonisolated(unsafe) let tastes = tastes
      Parallel.forEachChunk(count: histories.count, chunkSize: 16) { rows in
        for row in rows { tastes[row] = taste(of: histories[row].items) }
      }
    }
    let known = tastes.indices.filter { tastes[$0] != nil }
    let values = known.flatMap { tastes[$0] ?? [] }
    let dimension = known.isEmpty ? 0 : values.count / known.count
    return CustomerNeighbours(
      customers: known.map { customers.keys[$0] },
      vectors: Tensor(shape: [known.count, dimension], values: values))
  }
}
