import Engine

/// The exact solution of one row's normal equations, by Cholesky.
///
/// - Source: Y. Hu, Y. Koren & C. Volinsky 2008, "Collaborative Filtering for
///   Implicit Feedback Datasets", ICDM, equation 4.
struct ALSExactSolver {
  private let gram: UnsafePointer<Float>
  private let gramWeight: Float
  private let dimension: Int
  /// Shape [entries, dimension].
  private let scaled: UnsafeMutablePointer<Float>
  /// Shape [dimension, dimension].
  private let normal: UnsafeMutablePointer<Float>

  /// Divides the scratch memory of longestRow·dimension + dimension² elements.
  init(
    gram: UnsafePointer<Float>, gramWeight: Float, dimension: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    self.gram = gram
    self.gramWeight = gramWeight
    self.dimension = dimension
    normal = scratch
    scaled = scratch + dimension * dimension
  }

  /// Replaces the vector `x` of a row by the minimum of the loss.
  ///
  /// Confidences many orders of magnitude above the penalty can hide it from
  /// Float32; it is then raised until it shows.
  ///
  /// - Precondition: confidences and penalty are finite and above 0.
  func solve(
    _ x: UnsafeMutablePointer<Float>, entries: Range<Int>, of matrix: SparseMatrix,
    fixed: UnsafePointer<Float>, penalty: Float
  ) {
    // Nothing pulls the vector of a row without entries away from zero.
    x.update(repeating: 0, count: dimension)
    guard !entries.isEmpty else { return }
    var penalty = penalty
    while true {
      assemble(x, entries: entries, of: matrix, fixed: fixed, penalty: penalty)
      if Kernels.solvePositiveDefinite(normal, size: dimension, x) { return }
      penalty *= 10
      guard penalty.isFinite else {
        // Left to the check of all factors at the end of the fit.
        x.update(repeating: .nan, count: dimension)
        return
      }
    }
  }

  /// Forms α₀G + Σ c·hhᵀ + λf·I, and Σ c·h in `x`.
  private func assemble(
    _ x: UnsafeMutablePointer<Float>, entries: Range<Int>, of matrix: SparseMatrix,
    fixed: UnsafePointer<Float>, penalty: Float
  ) {
    x.update(repeating: 0, count: dimension)
    for (position, entry) in entries.enumerated() {
      let confidence = matrix.values[entry]
      let factors = fixed + Int(matrix.columns[entry]) * dimension
      let target = scaled + position * dimension
      let root = confidence.squareRoot()
      for index in 0..<dimension { target[index] = root * factors[index] }
      Kernels.addScaled(x, confidence, factors, dimension)
    }
    for index in 0..<dimension * dimension { normal[index] = gramWeight * gram[index] }
    for index in 0..<dimension { normal[index * dimension + index] += penalty }
    Kernels.addGram(scaled, rows: entries.count, columns: dimension, to: normal)
  }
}
