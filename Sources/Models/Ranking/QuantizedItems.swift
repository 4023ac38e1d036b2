package import Engine
import Synchronization

/// Item factors with a copy in 8 bits, for ranking all items for one user.
///
/// One query reads every factor once, so memory bandwidth is what it costs. The
/// scan reads a quarter of the bytes. What is lost by rounding has a bound: only
/// items that may be among the best in spite of it are scored from their factors,
/// and the result is exact. Items lie in descending order of their norms, so the
/// scan ends where no norm is large enough.
package struct QuantizedItems: Sendable {
  /// [items, dimension].
  package let factors: Tensor
  /// Of the items in the order of the scan.
  private let codes: QuantizedFactors

  /// Rounds factors to 8 bits.
  ///
  /// - Throws: `ModelError` `notFinite` where a factor is NaN or infinite.
  /// - Precondition: the factors have at most 64,000 dimensions.
  /// - Complexity: O(items · (dimension + log items)), and a byte for each factor.
  package init(_ factors: Tensor) throws {
    precondition(
      factors.columns <= 64_000, "quantized items: \(factors.columns) dimensions overflow sums")
    if !factors.isFinite, let place = factors.values.firstIndex(where: { !$0.isFinite }) {
      let (item, dimension) = place.quotientAndRemainder(dividingBy: factors.columns)
      throw ModelError(
        .notFinite,
        "quantized items: factor \(dimension) of item \(item) is \(factors.values[place]); "
          + "train the factors again with more regularization or leave the item out")
    }
    self.factors = factors
    codes = QuantizedFactors(factors)
  }

  package var itemCount: Int { factors.rows }

  /// The items of greatest product with `query`, greatest first, ties by
  /// ascending index.
  ///
  /// - Parameters:
  ///   - k: how many to return at most; fewer if not enough are left.
  ///   - query: the user's factors, [dimension]; with NaN or infinity in them
  ///     there is no answer.
  ///   - excluded: items to leave out, in any order.
  ///   - threads: how many share the items; one does for a small catalogue.
  /// - Returns: items with their scores, which are those of `Kernels.dot`; scores
  ///   that overflow to NaN or −∞ are left out.
  package func top(
    _ k: Int, for query: [Float], excluding excluded: some Sequence<Int> = EmptyCollection(),
    threads: Int = 1
  ) -> [(index: Int, score: Float)] {
    search(k, for: query, excluding: excluded, threads: threads).items
  }

  /// `top` with the number of items that were scored from their factors.
  func search(
    _ k: Int, for query: [Float], excluding excluded: some Sequence<Int> = EmptyCollection(),
    threads: Int = 1
  ) -> (items: [(index: Int, score: Float)], scored: Int) {
    precondition(
      query.count == factors.columns, "top: query [\(query.count)], factors \(factors.shape)")
    let excluded = excluded.sorted()
    precondition(
      (excluded.first ?? 0) >= 0 && (excluded.last ?? -1) < itemCount,
      "top: an excluded item is not in 0..<\(itemCount)")
    let limit = min(k, itemCount)
    guard limit > 0 && query.allSatisfy(\.isFinite) else { return ([], 0) }
    guard query.contains(where: { $0 != 0 }) else {
      return (first(limit, excluding: excluded), 0)
    }
    var scores = [Float](repeating: 0, count: limit)
    var indices = [Int32](repeating: 0, count: limit)
    var (found, scored) = (0, 0)
    scores.withUnsafeMutableBufferPointer { scores in
      indices.withUnsafeMutableBufferPointer { indices in
        guard let scores = scores.baseAddress, let indices = indices.baseAddress else { return }
        let best = Mutex(
          (heap: BoundedHeap(scores: scores, indices: indices, capacity: limit), scored: 0))
        let scan = QuantizedScan(codes, QuantizedQuery(query, groups: codes.groups))
        scan.run(threads: threads) { item in
          guard let item, excluded.sortedIndex(of: item, in: excluded.indices) == nil else {
            return best.withLock { $0.heap.threshold }
          }
          let score = score(item, query)
          return best.withLock { best in
            best.scored += 1
            best.heap.offer(score, item)
            return best.heap.threshold
          }
        }
        (found, scored) = best.withLock { best in
          best.heap.sort()
          return (best.heap.count, best.scored)
        }
      }
    }
    return ((0..<found).map { (Int(indices[$0]), scores[$0]) }, scored)
  }

  /// The lowest indices: what a query of zeros, to which all items are equal, finds.
  private func first(_ count: Int, excluding excluded: [Int]) -> [(index: Int, score: Float)] {
    var result: [(index: Int, score: Float)] = []
    var next = excluded[...]
    for item in 0..<itemCount {
      next = next.drop { $0 < item }
      if next.first == item { continue }
      result.append((item, 0))
      if result.count == count { break }
    }
    return result
  }

  private func score(_ item: Int, _ query: [Float]) -> Float {
    factors.withUnsafeBufferPointer { factors in
      query.withUnsafeBufferPointer { query in
        guard let factors = factors.baseAddress, let query = query.baseAddress else { return 0 }
        return Kernels.dot(factors + item * self.factors.columns, query, self.factors.columns)
      }
    }
  }
}
