import Engine

/// The users or the items of a rating factorisation: the posterior of each row's factors
/// and bias.
struct RatingSide: Sendable {
  /// By row the other side's index and the rating without its mean.
  let ratings: SparseMatrix
  /// The factors, then the bias.
  let width: Int
  /// The prior precision by column.
  let precisions: [Double]
  /// [rows, width].
  var means: [Double]
  /// [rows, width, width].
  var covariances: [Double]
  let noisePrecision: Double
  let threads: Int
  /// What the sets of rated say of the means; nil where they are left out.
  var sets: SetRegression?

  private static let rowsPerChunk = 16

  init(
    _ ratings: SparseMatrix, _ configuration: BiasedMatrixFactorization.Configuration,
    _ biasPrecision: Double
  ) {
    self.ratings = ratings
    width = configuration.dimension + 1
    precisions =
      [Double](repeating: configuration.factorPrecision, count: configuration.dimension)
      + [biasPrecision]
    means = [Double](repeating: 0, count: ratings.rowCount * width)
    covariances = [Double](repeating: 0, count: means.count * width)
    noisePrecision = 1 / configuration.noiseVariance
    threads = configuration.threads
    sets = configuration.implicitRegularization.map {
      SetRegression(ratings, width: width, penalty: $0, threads: configuration.threads)
    }
  }

  /// Draws the factors from their prior, the biases 0.
  mutating func scatter(using generator: inout some RandomNumberGenerator) {
    let deviation = 1 / precisions[0].squareRoot()
    for row in 0..<ratings.rowCount {
      for factor in 0..<width - 1 { means[row * width + factor] = deviation * generator.normal() }
    }
  }

  /// Gives every row its posterior under the other side's.
  ///
  /// - Returns: false if a precision matrix is not positive definite.
  mutating func solve(against other: RatingSide) -> Bool {
    let moments = RatingMoments(other)
    let priors = sets?.predictions ?? []
    let (ratings, width, precisions, tau) = (ratings, width, precisions, noisePrecision)
    var isSolved = [Bool](repeating: true, count: ratings.rowCount)
    isSolved.withUnsafeMutableBufferPointer { isSolved in
      means.withUnsafeMutableBufferPointer { means in
        covariances.withUnsafeMutableBufferPointer { covariances in
          // Each chunk writes its own rows.
          nonisolated(unsafe) let isSolved = isSolved
          nonisolated(unsafe) let means = means
          nonisolated(unsafe) let covariances = covariances
          Parallel.forEachChunk(
            count: ratings.rowCount, chunkSize: Self.rowsPerChunk, threads: threads
          ) { rows in
            for row in rows {
              var (precision, target) = moments.sums(of: row, in: ratings)
              for index in precision.indices { precision[index] *= tau }
              for column in 0..<width {
                precision[column * width + column] += precisions[column]
                target[column] *= tau
                if !priors.isEmpty {
                  target[column] += precisions[column] * priors[row * width + column]
                }
              }
              guard let factor = try? Cholesky(precision, size: width) else {
                isSolved[row] = false
                continue
              }
              for (column, value) in factor.solve(target).enumerated() {
                means[row * width + column] = value
              }
              var unit = [Double](repeating: 0, count: width)
              for column in 0..<width {
                unit[column] = 1
                let start = (row * width + column) * width
                for (index, value) in factor.solve(unit).enumerated() {
                  covariances[start + index] = value
                }
                unit[column] = 0
              }
            }
          }
        }
      }
    }
    sets?.fit(to: means)
    return isSolved.allSatisfy(\.self)
  }

  /// The means; nil if one is not finite in Float.
  func tensor() -> Tensor? {
    let values = means.map { Float($0) }
    guard values.allSatisfy(\.isFinite) else { return nil }
    return Tensor(shape: [ratings.rowCount, width], values: values)
  }
}
