import Engine

/// Conjugate gradient steps on one row's normal equations, which are applied
/// without being formed.
///
/// The factors of the row's entries are gathered first: every step then reads
/// them in order, out of the cache.
///
/// - Source: G. Takács, I. Pilászy & D. Tikk 2011, "Applications of the
///   Conjugate Gradient Method for Implicit Feedback Collaborative Filtering",
///   RecSys, section 4.
struct ALSRowSolver {
  /// Below this share of the first residual there is nothing left to gain in
  /// Float32.
  private static let negligible: Float = 1e-12

  private let gram: UnsafePointer<Float>
  private let gramWeight: Float
  private let dimension: Int
  /// Shape [entries, dimension].
  private let gathered: UnsafeMutablePointer<Float>
  /// Shape [dimension] each.
  private let residual: UnsafeMutablePointer<Float>
  private let direction: UnsafeMutablePointer<Float>
  private let image: UnsafeMutablePointer<Float>
  /// Shape [entries].
  private let products: UnsafeMutablePointer<Float>

  /// Divides the scratch memory of longestRow·(dimension + 1) + 3·dimension
  /// elements.
  init(
    gram: UnsafePointer<Float>, gramWeight: Float, dimension: Int, longestRow: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    self.gram = gram
    self.gramWeight = gramWeight
    self.dimension = dimension
    gathered = scratch
    residual = gathered + longestRow * dimension
    direction = residual + dimension
    image = direction + dimension
    products = image + dimension
  }

  /// Copies the factors of a row's entries into scratch memory.
  func gather(_ entries: Range<Int>, of matrix: SparseMatrix, from fixed: UnsafePointer<Float>) {
    var target = gathered
    for entry in entries {
      target.update(from: fixed + Int(matrix.columns[entry]) * dimension, count: dimension)
      target += dimension
    }
  }

  /// Improves the vector `x` of a row whose entries have been gathered.
  func improve(
    _ x: UnsafeMutablePointer<Float>, confidences: UnsafePointer<Float>, count: Int,
    penalty: Float, steps: Int
  ) {
    guard count > 0 else {
      // Nothing pulls the vector away from zero.
      x.update(repeating: 0, count: dimension)
      return
    }
    // r = b − Ax. Both sums run over the entries: Σ c·(1 − h·x)·h at once.
    Kernels.multiply(1, gathered, rows: count, columns: dimension, x, plus: 0, products)
    for index in 0..<count { products[index] = confidences[index] * (1 - products[index]) }
    Kernels.multiply(-gramWeight, gram, rows: dimension, columns: dimension, x, plus: 0, residual)
    Kernels.addScaled(residual, -penalty, x, dimension)
    Kernels.multiply(
      1, gathered, rows: count, columns: dimension, transposed: true, products, plus: 1, residual)
    direction.update(from: residual, count: dimension)

    var squared = Kernels.dot(residual, residual, dimension)
    let enough = squared * Self.negligible
    for step in 0..<steps {
      guard squared > enough && squared > 0 else { return }
      apply(confidences: confidences, count: count, penalty: penalty)
      let length = squared / Kernels.dot(direction, image, dimension)
      Kernels.addScaled(x, length, direction, dimension)
      guard step + 1 < steps else { return }
      Kernels.addScaled(residual, -length, image, dimension)
      let next = Kernels.dot(residual, residual, dimension)
      let momentum = next / squared
      for index in 0..<dimension {
        direction[index] = residual[index] + momentum * direction[index]
      }
      squared = next
    }
  }

  /// image ← A·direction.
  private func apply(confidences: UnsafePointer<Float>, count: Int, penalty: Float) {
    Kernels.multiply(1, gathered, rows: count, columns: dimension, direction, plus: 0, products)
    for index in 0..<count { products[index] *= confidences[index] }
    Kernels.multiply(
      gramWeight, gram, rows: dimension, columns: dimension, direction, plus: 0, image)
    Kernels.addScaled(image, penalty, direction, dimension)
    Kernels.multiply(
      1, gathered, rows: count, columns: dimension, transposed: true, products, plus: 1, image)
  }
}
