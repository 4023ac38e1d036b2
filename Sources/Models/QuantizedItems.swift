package import Engine

/// Item factors with a copy in 8 bits, for ranking all items for one user.
///
/// One query reads every factor once, so memory bandwidth is what it costs: the
/// scan reads a quarter of the bytes, and its best candidates are scored again
/// exactly.
package struct QuantizedItems: Sendable {
  private static let itemsPerTile = 512
  private static let blockSize = Kernels.quantizedBlockSize

  /// [items, dimension].
  package let factors: Tensor
  /// [items / 16, paddedDimension / 2, 16, 2], by `Kernels.quantizedOffset`.
  private let codes: [Int8]
  /// One for each item and each row of padding.
  private let scales: [Float]
  private let paddedDimension: Int

  /// Rounds factors to 8 bits, each item by its own scale.
  ///
  /// - Precondition: the factors are finite.
  package init(_ factors: Tensor) {
    precondition(factors.isFinite, "quantized items: a factor is NaN or infinite")
    let (items, dimension) = (factors.rows, factors.columns)
    let blocks = (items + Self.blockSize - 1) / Self.blockSize
    let padded = (dimension + 3) / 4 * 4
    var codes = [Int8](repeating: 0, count: blocks * Self.blockSize * padded)
    var scales = [Float](repeating: 0, count: blocks * Self.blockSize)
    for item in 0..<items {
      let row = factors.row(item)
      let largest = row.reduce(0) { max($0, $1.magnitude) }
      guard largest > 0 else { continue }
      let range = Float(Kernels.quantizedRange.code)
      scales[item] = largest / range
      let block = item / Self.blockSize * Self.blockSize * padded
      for d in 0..<dimension {
        let code = Int8((row[d] / largest * range).rounded())
        codes[block + Kernels.quantizedOffset(vector: item % Self.blockSize, dimension: d)] = code
      }
    }
    self.factors = factors
    self.codes = codes
    self.scales = scales
    paddedDimension = padded
  }

  package var itemCount: Int { factors.rows }

  /// The items of greatest product with `query`, greatest first, ties by
  /// ascending index.
  ///
  /// The scores are exact. An item can be missed only if rounding puts it behind
  /// all candidates.
  ///
  /// - Parameters:
  ///   - k: how many to return at most; fewer if not enough are left.
  ///   - query: the user's factors, [dimension]; with NaN or infinity in them
  ///     there is no answer.
  ///   - excluded: items to leave out, in any order.
  ///   - candidates: how many to score again; 4k and at least k + 30 by default.
  /// - Returns: items with their scores.
  package func top(
    _ k: Int, for query: [Float], excluding excluded: some Sequence<Int> = EmptyCollection(),
    candidates: Int? = nil
  ) -> [(index: Int, score: Float)] {
    precondition(
      query.count == factors.columns, "top: query [\(query.count)], factors \(factors.shape)")
    let excluded = excluded.sorted()
    precondition(
      (excluded.first ?? 0) >= 0 && (excluded.last ?? -1) < itemCount,
      "top: an excluded item is not in 0..<\(itemCount)")
    guard k > 0 && itemCount > 0 && query.allSatisfy(\.isFinite) else { return [] }
    let limit = min(max(candidates ?? max(4 * k, k + 30), k), itemCount)
    let found = scan(quantized(query), excluding: excluded, limit: limit)
    let exact = factors.withUnsafeBufferPointer { factors in
      query.withUnsafeBufferPointer { query in
        found.map { item -> Float in
          guard let factors = factors.baseAddress, let query = query.baseAddress else { return 0 }
          let dimension = self.factors.columns
          return Kernels.dot(factors + item * dimension, query, dimension)
        }
      }
    }
    // Candidates ascend, so their positions break ties as their indices do.
    return Ranking.top(k, of: exact).map { (found[$0.index], $0.score) }
  }

  /// The query's codes: its scale does not change the order.
  private func quantized(_ query: [Float]) -> [Int16] {
    var codes = [Int16](repeating: 0, count: max(paddedDimension, 1))
    let largest = query.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else { return codes }
    for (d, value) in query.enumerated() {
      codes[d] = Int16((value / largest * Float(Kernels.quantizedRange.query)).rounded())
    }
    return codes
  }

  /// The best items by the rounded products, by ascending index.
  private func scan(_ query: [Int16], excluding excluded: [Int], limit: Int) -> [Int] {
    var heapScores = [Float](repeating: 0, count: limit)
    var heapIndices = [Int32](repeating: 0, count: limit)
    let count = heapScores.withUnsafeMutableBufferPointer { heapScores in
      heapIndices.withUnsafeMutableBufferPointer { heapIndices in
        codes.withUnsafeBufferPointer { codes in
          scales.withUnsafeBufferPointer { scales in
            query.withUnsafeBufferPointer { query in
              withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.itemsPerTile) { tile in
                // An empty dimension has no codes, and reads none.
                guard let heapScores = heapScores.baseAddress, let query = query.baseAddress,
                  let heapIndices = heapIndices.baseAddress, let scales = scales.baseAddress,
                  let tile = tile.baseAddress, let codes = codes.baseAddress
                else { return 0 }
                var heap = BoundedHeap(
                  scores: heapScores, indices: heapIndices, capacity: limit)
                var cursor = 0
                for start in stride(from: 0, to: itemCount, by: Self.itemsPerTile) {
                  let count = min(Self.itemsPerTile, itemCount - start)
                  for offset in stride(from: 0, to: count, by: Self.blockSize) {
                    Kernels.quantizedProducts(
                      codes + (start + offset) * paddedDimension, query,
                      dimension: paddedDimension, scales: scales + start + offset, tile + offset)
                  }
                  while cursor < excluded.count, excluded[cursor] < start + count {
                    tile[excluded[cursor] - start] = -.infinity
                    cursor += 1
                  }
                  heap.offer(tile, count: count, first: start)
                }
                return heap.count
              }
            }
          }
        }
      }
    }
    return heapIndices.prefix(count).map { Int($0) }.sorted()
  }
}
