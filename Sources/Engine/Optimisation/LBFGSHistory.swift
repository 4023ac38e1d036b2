/// The last steps of L-BFGS and the gradient changes along them.
struct LBFGSHistory<Scalar: OptimisationScalar> {
  private struct Pair {
    var step: [Scalar]
    var change: [Scalar]
    /// step · change, which is positive.
    var curvature: Double
  }

  private let capacity: Int
  private let threads: Int
  /// Oldest first.
  private var pairs: [Pair] = []
  /// step · change / change · change of the latest pair.
  private var scale = 1.0

  init(capacity: Int, threads: Int) {
    self.capacity = capacity
    self.threads = threads
  }

  var isEmpty: Bool { pairs.isEmpty }

  mutating func removeAll() {
    pairs.removeAll()
    scale = 1
  }

  /// Remembers a step, unless its curvature is not safely positive.
  mutating func append(
    from point: [Scalar], _ gradient: [Scalar], to newPoint: [Scalar], _ newGradient: [Scalar]
  ) {
    var pair =
      pairs.count == capacity
      ? pairs.removeFirst() : Pair(step: newPoint, change: newGradient, curvature: 0)
    Scalar.copy(newPoint, into: &pair.step)
    Scalar.addScaled(&pair.step, -1, point, threads: threads)
    Scalar.copy(newGradient, into: &pair.change)
    Scalar.addScaled(&pair.change, -1, gradient, threads: threads)
    pair.curvature = Scalar.dot(pair.step, pair.change, threads: threads)
    let changeSquared = Scalar.dot(pair.change, pair.change, threads: threads)
    guard pair.curvature > 1e-10 * changeSquared, changeSquared > 0 else { return }
    scale = pair.curvature / changeSquared
    pairs.append(pair)
  }

  /// Multiplies a vector by the approximate inverse Hessian.
  ///
  /// - Source: Nocedal & Wright 2006, algorithm 7.4, the two-loop recursion.
  func applyInverseHessian(to vector: inout [Scalar]) {
    var weights = [Double](repeating: 0, count: pairs.count)
    for index in pairs.indices.reversed() {
      let pair = pairs[index]
      weights[index] = Scalar.dot(pair.step, vector, threads: threads) / pair.curvature
      Scalar.addScaled(&vector, -weights[index], pair.change, threads: threads)
    }
    Scalar.scale(&vector, by: scale)
    for index in pairs.indices {
      let pair = pairs[index]
      let weight = Scalar.dot(pair.change, vector, threads: threads) / pair.curvature
      Scalar.addScaled(&vector, weights[index] - weight, pair.step, threads: threads)
    }
  }
}
