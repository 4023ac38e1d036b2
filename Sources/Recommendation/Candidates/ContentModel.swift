package import Domain
import Engine
package import Features
import Models

/// Recommends products whose records are like those of the history: the one model
/// that knows a product nobody has bought.
///
/// The score of product i is Σⱼ wⱼ · cos(i, j)² / (½ + Σₖ cos(k, j)²) over the history's
/// products j that have i among their nearest k. Squared, one close likeness says more
/// than several faint ones; divided, a product with many variants does not speak loudest.
/// Row r belongs to the r-th product given, the later ones to those appended.
package struct ContentModel: Sendable, Equatable {
  /// A product near another.
  struct Neighbour: Sendable, Equatable {
    var product: Int32
    /// The cosine of the two vectors, above 0.
    var similarity: Float
  }

  package let features: ContentFeatures
  /// The most neighbours a product has.
  package let neighbourLimit: Int
  private(set) var index: ContentIndex
  /// The nearest of each product, by ascending row.
  private(set) var neighbours: [[Neighbour]]
  /// What each product's squared similarities are multiplied with.
  private(set) var scales: [Float]
  /// What a product must exceed to be among the nearest of each.
  private var thresholds: [Float]

  init(
    features: ContentFeatures, neighbourLimit: Int, index: ContentIndex,
    neighbours: [[Neighbour]]
  ) {
    self.features = features
    self.neighbourLimit = neighbourLimit
    self.index = index
    self.neighbours = neighbours
    scales = neighbours.map(Self.scale)
    thresholds = neighbours.map { Self.threshold($0, limit: neighbourLimit) }
  }

  private static func scale(_ near: [Neighbour]) -> Float {
    1 / near.reduce(0.5) { $0 + $1.similarity * $1.similarity }
  }

  private static func threshold(_ near: [Neighbour], limit: Int) -> Float {
    near.count < limit
      ? leastSimilarity.nextDown : near.reduce(Float(1)) { min($0, $1.similarity) }
  }

  /// The number of rows.
  package var productCount: Int { neighbours.count }

  /// Learns which n-grams are rare, and finds each product's nearest.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - products: one a row; one without title, category and attributes is near
  ///     nothing.
  ///   - configuration: how the vectors are made.
  ///   - neighbourLimit: the most neighbours kept a product.
  ///   - threads: how many search; nil takes one a core.
  /// - Returns: the model, as many rows as products.
  package static func fit(
    _ products: [Product], configuration: ContentFeatures.Configuration = .init(),
    neighbourLimit: Int = 100, threads: Int? = nil
  ) -> ContentModel {
    let features = ContentFeatures.fit(products, configuration: configuration)
    return ContentModel(
      products, features: features, neighbourLimit: neighbourLimit,
      threads: threads ?? Parallel.coreCount)
  }

  private static let rowsPerChunk = 16

  /// A model of these products by features that were learned before.
  init(
    _ products: [Product], features: ContentFeatures, neighbourLimit: Int,
    threads: Int = Parallel.coreCount
  ) {
    precondition(neighbourLimit > 0, "content model: \(neighbourLimit) neighbours a product")
    var vectors = [TextVector](repeating: TextVector(), count: products.count)
    vectors.withUnsafeMutableBufferPointer { vectors in
      // Each chunk writes its own elements.
      nonisolated(unsafe) let vectors = vectors
      Parallel.forEachChunk(
        count: products.count, chunkSize: Self.rowsPerChunk, threads: threads
      ) { rows in
        for row in rows { vectors[row] = features.vector(of: products[row]) }
      }
    }
    let index = ContentIndex(vectors)
    var neighbours = [[Neighbour]](repeating: [], count: products.count)
    neighbours.withUnsafeMutableBufferPointer { neighbours in
      // Each chunk writes its own elements.
      nonisolated(unsafe) let neighbours = neighbours
      let vectors = vectors
      Parallel.forEachChunk(
        count: products.count, chunkSize: Self.rowsPerChunk, threads: threads
      ) { rows in
        var similarities = [Float](repeating: 0, count: products.count)
        for row in rows {
          index.similarities(to: vectors[row], into: &similarities)
          neighbours[row] = Self.nearest(neighbourLimit, to: row, similarities)
        }
      }
    }
    self.init(
      features: features, neighbourLimit: neighbourLimit, index: index, neighbours: neighbours)
  }

  /// Below this two products have no more in common than chance gives.
  private static let leastSimilarity: Float = 0.02

  private static func nearest(
    _ limit: Int, to row: Int, _ similarities: [Float]
  ) -> [Neighbour] {
    Ranking.top(limit, of: similarities, excluding: row < similarities.count ? [row] : [])
      .prefix { $0.score >= leastSimilarity }
      .map { Neighbour(product: Int32($0.index), similarity: $0.score) }
      .sorted { $0.product < $1.product }
  }

  /// The model with products that came after it was fitted, in rows after its own.
  ///
  /// The same as a model of all these products by the same features.
  ///
  /// - Complexity: O(products + those that share an n-gram, with repetition) for each
  ///   new one.
  package func appending(_ products: [Product]) -> ContentModel {
    var grown = self
    for product in products { grown.append(features.vector(of: product)) }
    return grown
  }

  private mutating func append(_ vector: TextVector) {
    var similarities = [Float](repeating: 0, count: productCount)
    index.similarities(to: vector, into: &similarities)
    let row = productCount
    for other in similarities.indices where similarities[other] > thresholds[other] {
      if neighbours[other].count == neighbourLimit {
        // Of equally near ones the later row goes.
        let worst = neighbours[other].lastIndex { $0.similarity == thresholds[other] }
        if let worst { neighbours[other].remove(at: worst) }
      }
      neighbours[other].append(
        Neighbour(product: Int32(row), similarity: similarities[other]))
      scales[other] = Self.scale(neighbours[other])
      thresholds[other] = Self.threshold(neighbours[other], limit: neighbourLimit)
    }
    let near = Self.nearest(neighbourLimit, to: row, similarities)
    neighbours.append(near)
    scales.append(Self.scale(near))
    thresholds.append(Self.threshold(near, limit: neighbourLimit))
    index.append(vector)
  }
}
