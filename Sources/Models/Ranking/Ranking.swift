/// Selects the best of many scores.
package enum Ranking {
  /// The `k` greatest scores, greatest first, ties by ascending index.
  ///
  /// Fewer than `k` are returned rather than excluded ones. NaN and −∞ count as
  /// excluded.
  ///
  /// - Parameters:
  ///   - k: how many to return at most.
  ///   - scores: the score of each index.
  ///   - excluded: indices to leave out, in any order.
  /// - Returns: indices with their scores.
  /// - Complexity: O(n + m + k·log k·log n) on random scores, O(n·log k) at
  ///   worst, for n scores and m exclusions.
  package static func top(
    _ k: Int, of scores: [Float], excluding excluded: some Sequence<Int> = EmptyCollection()
  ) -> [(index: Int, score: Float)] {
    guard k > 0 else { return [] }
    var allowed = [Bool](repeating: true, count: scores.count)
    for index in excluded {
      precondition(
        index >= 0 && index < scores.count, "top: index \(index) of \(scores.count) scores")
      allowed[index] = false
    }
    // A heap whose root is the worst of the best so far.
    var heap: [(index: Int, score: Float)] = []
    heap.reserveCapacity(min(k, scores.count))
    for index in scores.indices {
      let score = scores[index]
      // Indices ascend: an equal score never displaces an earlier one.
      if heap.count == k && !(score > heap[0].score) { continue }
      guard allowed[index] && score > -.infinity else { continue }
      if heap.count < k {
        heap.append((index, score))
        siftUp(&heap)
      } else {
        heap[0] = (index, score)
        siftDown(&heap)
      }
    }
    return heap.sorted { isBetter($0, $1) }
  }

  private static func isBetter(
    _ a: (index: Int, score: Float), _ b: (index: Int, score: Float)
  ) -> Bool {
    a.score != b.score ? a.score > b.score : a.index < b.index
  }

  private static func siftUp(_ heap: inout [(index: Int, score: Float)]) {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBetter(heap[parent], heap[child]) else { return }
      heap.swapAt(parent, child)
      child = parent
    }
  }

  private static func siftDown(_ heap: inout [(index: Int, score: Float)]) {
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var worst = 2 * parent + 1
      if worst + 1 < heap.count && isBetter(heap[worst], heap[worst + 1]) { worst += 1 }
      guard isBetter(heap[parent], heap[worst]) else { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
