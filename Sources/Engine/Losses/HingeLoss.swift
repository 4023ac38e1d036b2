// Shapes: scores, targets, weights, gradient: [count], or scores, gradient:
// [n, classes]; labels: [n].

/// The mean of max(0, 1 − y·score) with y = ±1, or of its square.
package struct HingeLoss: Sendable, Hashable {
  /// Whether the violation of the margin is squared.
  package let isSquared: Bool

  package init(isSquared: Bool = false) { self.isSquared = isSquared }

  /// The loss; adds its gradient to `gradient` unless that is nil.
  ///
  /// At the margin itself the slope is 0.
  ///
  /// - Parameters:
  ///   - scores: [count].
  ///   - targets: −1 or 1.
  ///   - weights: one for each element, 0 or more, which the mean is weighted
  ///     by; 0 leaves an element out.
  ///   - gradient: added to unless nil.
  ///   - count: the elements.
  /// - Returns: 0 if no element counts.
  package func loss(
    _ scores: UnsafePointer<Float>, _ targets: UnsafePointer<Float>,
    weights: UnsafePointer<Float>? = nil, gradient: UnsafeMutablePointer<Float>?, count: Int
  ) -> Double {
    unsafe Kernels.meanLoss(
      scores, targets, weights: weights, gradient: gradient, count: count, violation)
  }

  /// The loss of one machine against the rest for each class.
  ///
  /// It is the mean over rows of Σₖ max(0, 1 − yₖ·scoreₖ), or of the squares,
  /// with yₖ = 1 at the label and −1 elsewhere.
  ///
  /// - Parameters:
  ///   - scores: [n, classes].
  ///   - labels: classes, or −1 for rows that count for nothing.
  ///   - gradient: [n, classes], added to unless nil.
  ///   - n: the rows.
  ///   - classes: the columns.
  /// - Returns: 0 if no row counts.
  package func loss(
    _ scores: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    gradient: UnsafeMutablePointer<Float>?, n: Int, classes: Int
  ) -> Double {
    precondition(classes > 0, "hinge loss: [\(n), \(classes)] scores")
    let counted = (0..<n).count { unsafe CountedRows.counts(labels[$0], $0, items: classes) }
    guard counted > 0 else { return 0 }
    let share = 1 / Float(counted)
    var total = 0.0
    for row in 0..<n where unsafe labels[row] >= 0 {
      let start = row * classes
      let label = unsafe Int(labels[row])
      let lane = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
      for i in stride(from: 0, to: classes, by: 16) {
        let rest = min(16, classes - i)
        let mine = lane .== Float(label - i)
        let y = Lanes(repeating: -1).replacing(with: 1, where: mine)
        // Lanes past the end score far inside the margin.
        let x = unsafe Kernels.load(scores + start + i, first: rest, filling: -2)
        let (value, slope) = violation(x, y)
        total += Double(value.sum())
        guard let g = unsafe gradient.map({ unsafe $0 + start + i }) else { continue }
        unsafe Kernels.store(Kernels.load(g, first: rest) + share * slope, g, first: rest)
      }
    }
    return total / Double(counted)
  }

  @inline(__always)
  private func violation(_ x: Lanes, _ y: Lanes) -> (value: Lanes, slope: Lanes) {
    let gap = 1 - x * y
    let excess = gap.replacing(with: 0, where: gap .< 0)
    if isSquared { return (excess * excess, -2 * y * excess) }
    return (excess, (-y).replacing(with: 0, where: gap .<= 0))
  }
}
