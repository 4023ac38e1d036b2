import Engine

/// The penalised cross-entropy of softmax regression and its gradient, both
/// divided by the number of rows.
///
/// Parameters are [features + 1, stride], row-major; the last row holds the
/// intercepts. Rows are padded to whole vectors, and the padding stays zero.
/// They are rescaled: a weight is its parameter times the scale of the feature,
/// one over the root of the curvature that the feature has where all classes are
/// equally likely. Frequent and rare features then need steps of one length,
/// which spares L-BFGS iterations.
struct SoftmaxObjective {
  private let scales: [Float]
  /// The features times their scales.
  private let features: SparseMatrix
  /// Those divided by the number of rows, for the gradient.
  private let transposed: SparseMatrix
  private let labels: [Int]
  private let classCount: Int
  private let stride: Int
  /// The penalty of each feature's parameters, divided by the number of rows.
  private let decays: [Float]
  private let threads: Int

  init(features: SparseMatrix, labels: [Int], classCount: Int, l2: Double, threads: Int) {
    let rows = Double(features.rowCount)
    var squares = [Double](repeating: 0, count: features.columnCount)
    for (column, value) in zip(features.columns, features.values) {
      squares[Int(column)] += Double(value) * Double(value)
    }
    let share = 1 / Double(max(2, classCount))
    let curvatures = squares.map { ($0 * share * (1 - share) + l2) / rows } + [share * (1 - share)]
    let scales = curvatures.map { $0 > 0 ? Float(1 / $0.squareRoot()) : 1 }
    self.scales = scales
    self.features = features.mapValues { scales[$0] * $1 }
    transposed = self.features.mapValues { $1 / Float(rows) }.transposed()
    self.labels = labels
    self.classCount = classCount
    stride = Kernels.padded(classCount)
    decays = scales.map { Float(l2 / rows) * $0 * $0 }
    self.threads = threads
  }

  var parameterCount: Int { (features.columnCount + 1) * stride }

  /// Returns the objective and overwrites `gradient`.
  ///
  /// The first pass turns each row into probabilities minus the one-hot label;
  /// the second gathers them through the transposed matrix, so that each
  /// feature's gradient has one writer and one order of additions.
  func evaluate(_ parameters: [Float], _ gradient: inout [Float]) -> Double {
    let rows = features.rowCount
    return parameters.withUnsafeBufferPointer { parameters in
      gradient.withUnsafeMutableBufferPointer { gradient in
        withUnsafeTemporaryAllocation(
          byteCount: rows * stride * MemoryLayout<Float>.stride, alignment: 64
        ) { memory in
          let residuals = memory.bindMemory(to: Float.self)
          guard let parameters = parameters.baseAddress, let gradient = gradient.baseAddress,
            let residuals = residuals.baseAddress
          else { return 0 }
          let loss = residualPass(parameters, residuals)
          return loss / Double(rows)
            + gradientPass(parameters, UnsafePointer(residuals), gradient)
        }
      }
    }
  }

  /// The largest absolute entry of a gradient by the weights themselves.
  func magnitude(_ gradient: [Float]) -> Double {
    var largest: Float = 0
    for (row, scale) in scales.enumerated() {
      for index in row * stride..<row * stride + classCount {
        let entry = abs(gradient[index]) / scale
        if entry.isNaN { return .nan }
        if entry > largest { largest = entry }
      }
    }
    return Double(largest)
  }

  /// The weights without padding, spread over the original columns.
  func weights(_ parameters: [Float], columns: [Int], of columnCount: Int) -> Tensor {
    var values = [Float](repeating: 0, count: columnCount * classCount)
    for (row, column) in columns.enumerated() {
      for index in 0..<classCount {
        values[column * classCount + index] = scales[row] * parameters[row * stride + index]
      }
    }
    return Tensor(shape: [columnCount, classCount], values: values)
  }

  func intercepts(_ parameters: [Float]) -> [Float] {
    parameters.suffix(stride).prefix(classCount).map { $0 * scales[scales.count - 1] }
  }

  private func residualPass(
    _ parameters: UnsafePointer<Float>, _ residuals: UnsafeMutablePointer<Float>
  ) -> Double {
    // Shared by the threads: parameters are only read, each row has one writer.
    nonisolated(unsafe) let (parameters, residuals) = (parameters, residuals)
    return Parallel.sum(count: features.rowCount, chunkSize: 64, threads: threads) { chunk in
      var loss = 0.0
      for row in chunk {
        let target = residuals + row * stride
        target.update(repeating: 0, count: stride)
        Kernels.addScaled(
          target, scales[features.columnCount], parameters + features.columnCount * stride, stride)
        features.addRow(row, of: parameters, stride: stride, to: target)
        for index in classCount..<stride { target[index] = Kernels.paddingLogit }
        let labelLogit = Double(target[labels[row]])
        loss += Kernels.softmax(target, stride) - labelLogit
        target[labels[row]] -= 1
        for index in classCount..<stride { target[index] = 0 }
      }
      return loss
    }
  }

  /// Overwrites the gradient and returns the penalty.
  private func gradientPass(
    _ parameters: UnsafePointer<Float>, _ residuals: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    nonisolated(unsafe) let (parameters, residuals, gradient) = (parameters, residuals, gradient)
    let penalty = Parallel.sum(count: features.columnCount, chunkSize: 64, threads: threads) {
      var penalty = 0.0
      for column in $0 {
        let target = gradient + column * stride
        let weights = parameters + column * stride
        let decay = decays[column]
        target.update(repeating: 0, count: stride)
        Kernels.addScaled(target, decay, weights, stride)
        penalty += Double(decay) / 2 * Double(Kernels.dot(weights, weights, stride))
        transposed.addRow(column, of: residuals, stride: stride, to: target)
      }
      return penalty
    }
    let intercepts = gradient + features.columnCount * stride
    intercepts.update(repeating: 0, count: stride)
    let scale = scales[features.columnCount] / Float(features.rowCount)
    for row in 0..<features.rowCount {
      Kernels.addScaled(intercepts, scale, residuals + row * stride, stride)
    }
    return penalty
  }
}

extension SparseMatrix {
  /// The matrix with each value replaced by a function of its column and it.
  fileprivate func mapValues(_ body: (Int, Float) -> Float) -> SparseMatrix {
    let mapped = SparseMatrix(
      compressedRows: rowOffsets, columns: columns,
      values: zip(columns, values).map { body(Int($0), $1) }, columnCount: columnCount)
    guard let mapped else { preconditionFailure("a matrix with other values is still one") }
    return mapped
  }

  /// target ← target + Σ values·rows of `matrix`, for the entries of a row.
  fileprivate func addRow(
    _ row: Int, of matrix: UnsafePointer<Float>, stride: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let entries = entries(ofRow: row)
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeBufferPointer { values in
        guard let columns = columns.baseAddress, let values = values.baseAddress else { return }
        Kernels.addScaledRows(
          target, matrix, stride: stride, columns: columns + entries.lowerBound,
          values: values + entries.lowerBound, count: entries.count)
      }
    }
  }
}
