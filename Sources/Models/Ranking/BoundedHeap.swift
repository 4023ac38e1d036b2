import Engine

/// The best of a stream of scores, in memory of the caller.
///
/// A heap whose root is the worst of the best so far; of equal scores the lower
/// index is better.
struct BoundedHeap: @unchecked Sendable {
  private let scores: UnsafeMutablePointer<Float>
  private let indices: UnsafeMutablePointer<Int32>
  private let capacity: Int
  private(set) var count: Int

  /// - Precondition: both arrays have `capacity` > 0 elements, the first `count`
  ///   of which an earlier heap left there.
  init(
    scores: UnsafeMutablePointer<Float>, indices: UnsafeMutablePointer<Int32>, capacity: Int,
    count: Int = 0
  ) {
    assert(capacity > 0, "bounded heap of \(capacity)")
    self.scores = scores
    self.indices = indices
    self.capacity = capacity
    self.count = count
  }

  /// What a score must exceed to be among the best, or equal with a lower index.
  var threshold: Float { count < capacity ? -.infinity : scores[0] }

  /// Offers one score; NaN and −∞ are passed over.
  mutating func offer(_ score: Float, _ index: Int) {
    let worst = threshold
    guard
      score > worst || (score == worst && count == capacity && index < Int(indices[0]))
    else { return }
    if count < capacity {
      scores[count] = score
      indices[count] = Int32(index)
      count += 1
      siftUp()
    } else {
      scores[0] = score
      indices[0] = Int32(index)
      siftDown(count)
    }
  }

  /// Orders the scores, best first.
  ///
  /// - Postcondition: nothing may be offered any more.
  func sort() {
    for end in stride(from: count - 1, to: 0, by: -1) {
      swapAt(0, end)
      siftDown(end)
    }
  }

  private func isBetter(_ a: Int, _ b: Int) -> Bool {
    scores[a] != scores[b] ? scores[a] > scores[b] : indices[a] < indices[b]
  }

  private func swapAt(_ a: Int, _ b: Int) {
    (scores[a], scores[b]) = (scores[b], scores[a])
    (indices[a], indices[b]) = (indices[b], indices[a])
  }

  private func siftUp() {
    var child = count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBetter(parent, child) else { return }
      swapAt(parent, child)
      child = parent
    }
  }

  private func siftDown(_ end: Int) {
    var parent = 0
    while 2 * parent + 1 < end {
      var worst = 2 * parent + 1
      if worst + 1 < end && isBetter(worst, worst + 1) { worst += 1 }
      guard isBetter(parent, worst) else { return }
      swapAt(parent, worst)
      parent = worst
    }
  }
}
