package import Domain
package import Engine
package import Features
import Models

/// Finds customers of like taste by the cosine of their vectors.
package struct CustomerNeighbours: Sendable, Equatable {
  package let customers: [Customer.Key]
  /// One row of length 1 a customer; zeros for one whose history says nothing.
  let directions: Tensor

  /// - Parameters:
  ///   - customers: no one twice.
  ///   - vectors: their taste vectors, [customers, dimension].
  /// - Precondition: as many rows as customers.
  package init(customers: [Customer.Key], vectors: Tensor) {
    precondition(
      vectors.shape.count == 2 && vectors.rows == customers.count,
      "customer neighbours: vectors \(vectors.shape) of \(customers.count) customers")
    self.customers = customers
    var values: [Float] = []
    values.reserveCapacity(vectors.count)
    for row in 0..<vectors.rows { values += Self.direction(vectors.row(row)) }
    directions = Tensor(shape: vectors.shape, values: values)
  }

  /// The vector at length 1; zeros where it has none.
  private static func direction(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 && length.isFinite ? vector.map { $0 / length } : vector.map { _ in 0 }
  }

  package var dimension: Int { directions.columns }

  /// The customers whose vectors point most nearly the same way as one.
  ///
  /// - Parameters:
  ///   - vector: of a customer, folded in from the history of now: [dimension].
  ///   - excluded: customers to leave out, such as the one asked about.
  ///   - limit: the most to return.
  /// - Returns: the most alike first; only those whose cosine is above 0.
  /// - Complexity: O(customers · dimension).
  package func similar(
    to vector: [Float], excluding excluded: Set<Customer.Key> = [], limit: Int
  ) -> [(customer: Customer.Key, similarity: Float)] {
    precondition(
      vector.count == dimension, "customer neighbours: \(vector.count) of \(dimension) values")
    guard !customers.isEmpty else { return [] }
    let cosines = LinearAlgebra.product(directions, Self.direction(vector))
    return Ranking.top(limit + excluded.count, of: cosines)
      .lazy.filter { $0.score > 0 && !excluded.contains(customers[$0.index]) }
      .prefix(limit).map { (customers[$0.index], min(1, $0.score)) }
  }

  /// Products that weigh in two histories, those that weigh most in both first.
  package static func shared(
    _ first: [ProductHistory], _ second: [ProductHistory], limit: Int
  ) -> [Int] {
    let weights = Dictionary(
      uniqueKeysWithValues: first.lazy.filter { $0.confidence > 0 }
        .map { ($0.product, $0.confidence) })
    return
      second.compactMap { item -> (product: Int, weight: Float)? in
        guard item.confidence > 0, let other = weights[item.product] else { return nil }
        return (item.product, min(item.confidence, other))
      }
      .sorted { ($1.weight, $0.product) < ($0.weight, $1.product) }
      .prefix(limit).map(\.product)
  }
}

extension CustomerNeighbours {
  /// Reads the customers that `save(to:as:)` stored under `name`.
  ///
  /// - Throws: `mismatch` if they are not there or their parts disagree.
  package init(_ checkpoint: Checkpoint, as name: String) throws(CheckpointError) {
    let directions = try checkpoint.tensor("\(name).directions", dimensions: 2)
    let keys = try checkpoint.integers("\(name).customers", count: directions.rows)
    guard directions.isFinite, Set(keys).count == keys.count else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': the customers of '\(name)' are not as they were stored; "
          + "train the model again")
    }
    customers = keys.map { Customer.Key($0) }
    self.directions = directions
  }

  /// Stores the customers in a checkpoint under `name`.
  package func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.integers["\(name).customers"] = customers.map(\.rawValue)
    checkpoint.tensors["\(name).directions"] = directions
  }
}
