import Engine

/// The penalised loss of a linear model on dense rows with its derivatives,
/// Σ weight·loss(w·x + b) + l2/2·‖w‖², in Double.
///
/// Parameters are the weights followed by the intercept. Rows are summed in
/// chunks that do not depend on the number of threads, so results do not either.
struct LinearObjective {
  let examples: DenseExamples
  let loss: Kernels.ScoreLoss
  let l2: Double
  /// Whether the penalty holds for the intercept as well.
  var penalizesIntercept = false

  var parameterCount: Int { examples.featureCount + 1 }

  private var penalizedCount: Int { examples.featureCount + (penalizesIntercept ? 1 : 0) }

  /// Returns the value and overwrites the gradient.
  func evaluate(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
    let size = parameterCount
    let sums = ChunkSums(rows: examples.count, chunkSize: DenseExamples.chunkRows, size: size)
    var value = examples.pass(loss, parameters, chunkSize: DenseExamples.chunkRows) {
      chunk, block in
      let target = sums.sum(ofChunk: chunk)
      Kernels.addWeightedRows(
        target, block.derivatives, block.rows, count: block.count, columns: size - 1)
      for row in 0..<block.count { target[size - 1] += block.derivatives[row] }
    }
    sums.total(&gradient)
    for index in 0..<penalizedCount {
      value += l2 / 2 * parameters[index] * parameters[index]
      gradient[index] += l2 * parameters[index]
    }
    return value
  }

  /// Returns the value over the total sample weight and overwrites the gradient,
  /// divided likewise.
  func evaluateMean(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
    let scale = 1 / examples.totalWeight
    let value = evaluate(parameters, &gradient)
    for index in gradient.indices { gradient[index] *= scale }
    return value * scale
  }

  /// The matrix of second derivatives; only the upper triangle is filled.
  ///
  /// That of a squared hinge is the generalised one: the rows inside the margin
  /// count, the others do not.
  func hessian(_ parameters: [Double]) -> [Double] {
    let size = parameterCount
    // A few large chunks: each has a matrix of its own.
    let chunks = size <= 512 ? 8 : 2
    let chunkSize = max(1, DenseExamples.blockRows, (examples.count + chunks - 1) / chunks)
    let sums = ChunkSums(rows: examples.count, chunkSize: chunkSize, size: size * size)
    let scaled = ChunkSums(
      rows: examples.count, chunkSize: chunkSize, size: DenseExamples.blockRows * size)
    _ = examples.pass(loss, parameters, chunkSize: chunkSize, curvatures: true) { chunk, block in
      guard let curvatures = block.curvatures else { return }
      // Rows of the square root of the weighted loss, a one for the intercept.
      let rows = scaled.sum(ofChunk: chunk)
      var count = 0
      for row in 0..<block.count where curvatures[row] > 0 {
        let scale = curvatures[row].squareRoot()
        let (source, target) = (block.rows + row * (size - 1), rows + count * size)
        for column in 0..<size - 1 { target[column] = scale * Double(source[column]) }
        target[size - 1] = scale
        count += 1
      }
      LinearAlgebra.addGram(
        of: UnsafePointer(rows), rows: count, columns: size, to: sums.sum(ofChunk: chunk))
    }
    var hessian = [Double](repeating: 0, count: size * size)
    sums.total(&hessian)
    for index in 0..<penalizedCount { hessian[index * size + index] += l2 }
    return hessian
  }
}

/// One vector for each chunk of rows, added in the order of the chunks.
///
/// Sendable because a chunk has one writer.
private final class ChunkSums: @unchecked Sendable {
  private let size: Int
  private let chunks: Int
  private let base: UnsafeMutablePointer<Double>

  init(rows: Int, chunkSize: Int, size: Int) {
    self.size = size
    chunks = (rows + chunkSize - 1) / chunkSize
    base = .allocate(capacity: max(1, chunks * size))
    base.initialize(repeating: 0, count: chunks * size)
  }

  deinit { base.deallocate() }

  func sum(ofChunk chunk: Int) -> UnsafeMutablePointer<Double> { base + chunk * size }

  /// Overwrites `target` by the sum over the chunks.
  func total(_ target: inout [Double]) {
    for index in 0..<size { target[index] = 0 }
    for chunk in 0..<chunks {
      for index in 0..<size { target[index] += base[chunk * size + index] }
    }
  }
}
