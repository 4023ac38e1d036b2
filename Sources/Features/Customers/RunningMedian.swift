/// The median of the numbers taken in so far.
///
/// Two heaps hold the lower and the upper half. O(log n) a number.
struct RunningMedian {
  /// Negated, so that the greatest of the lower half is on top.
  private var lower: [Float] = []
  private var upper: [Float] = []

  /// Nil before the first number; the mean of the two middle ones of an even count.
  var value: Float? {
    guard let top = lower.first else { return nil }
    return lower.count > upper.count ? -top : (upper[0] - top) / 2
  }

  mutating func removeAll() {
    lower.removeAll(keepingCapacity: true)
    upper.removeAll(keepingCapacity: true)
  }

  mutating func insert(_ number: Float) {
    if let top = lower.first, number > -top {
      push(number, onto: &upper)
      if upper.count > lower.count { push(-pop(&upper), onto: &lower) }
    } else {
      push(-number, onto: &lower)
      if lower.count > upper.count + 1 { push(-pop(&lower), onto: &upper) }
    }
  }

  private func push(_ number: Float, onto heap: inout [Float]) {
    heap.append(number)
    var child = heap.count - 1
    while child > 0, heap[(child - 1) / 2] > number {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = number
  }

  private func pop(_ heap: inout [Float]) -> Float {
    let top = heap[0]
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    var parent = 0
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return top
  }
}
