import Engine

/// The penalised cross-entropy of softmax regression and its gradient, both
/// divided by the number of rows.
///
/// Parameters are [features + 1, stride], row-major; the last row holds the
/// intercepts. Rows are padded to whole vectors, and the padding stays zero.
struct SoftmaxObjective {
  private let features: SparseMatrix
  private let transposed: SparseMatrix
  private let labels: [Int]
  private let classCount: Int
  private let stride: Int
  private let l2: Double
  private let threads: Int

  init(features: SparseMatrix, labels: [Int], classCount: Int, l2: Double, threads: Int) {
    self.features = features
    transposed = features.transposed()
    self.labels = labels
    self.classCount = classCount
    stride = Kernels.padded(classCount)
    self.l2 = l2
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
    var residuals = Tensor(zeros: [rows, stride])
    return parameters.withUnsafeBufferPointer { parameters in
      gradient.withUnsafeMutableBufferPointer { gradient in
        residuals.withUnsafeMutableBufferPointer { residuals in
          guard let parameters = parameters.baseAddress, let gradient = gradient.baseAddress,
            let residuals = residuals.baseAddress
          else { return 0 }
          let loss = residualPass(parameters, residuals)
          gradientPass(parameters, UnsafePointer(residuals), gradient)
          return loss / Double(rows) + penalty(parameters)
        }
      }
    }
  }

  /// The weights without padding, spread over the original columns.
  func weights(_ parameters: [Float], columns: [Int], of columnCount: Int) -> Tensor {
    var values = [Float](repeating: 0, count: columnCount * classCount)
    for (row, column) in columns.enumerated() {
      for index in 0..<classCount {
        values[column * classCount + index] = parameters[row * stride + index]
      }
    }
    return Tensor(shape: [columnCount, classCount], values: values)
  }

  func intercepts(_ parameters: [Float]) -> [Float] {
    Array(parameters.suffix(stride).prefix(classCount))
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
        let intercepts = parameters + features.columnCount * stride
        target.update(from: intercepts, count: stride)
        for entry in features.entries(ofRow: row) {
          Kernels.addScaled(
            target, features.values[entry], parameters + Int(features.columns[entry]) * stride,
            stride)
        }
        for index in classCount..<stride { target[index] = Kernels.paddingLogit }
        let labelLogit = Double(target[labels[row]])
        loss += Kernels.softmax(target, stride) - labelLogit
        target[labels[row]] -= 1
        for index in classCount..<stride { target[index] = 0 }
      }
      return loss
    }
  }

  private func gradientPass(
    _ parameters: UnsafePointer<Float>, _ residuals: UnsafePointer<Float>,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (parameters, residuals, gradient) = (parameters, residuals, gradient)
    let scale = 1 / Float(features.rowCount)
    let decay = Float(l2 / Double(features.rowCount))
    Parallel.forEachChunk(count: features.columnCount, chunkSize: 64, threads: threads) { chunk in
      for column in chunk {
        let target = gradient + column * stride
        target.update(repeating: 0, count: stride)
        Kernels.addScaled(target, decay, parameters + column * stride, stride)
        for entry in transposed.entries(ofRow: column) {
          Kernels.addScaled(
            target, transposed.values[entry] * scale,
            residuals + Int(transposed.columns[entry]) * stride, stride)
        }
      }
    }
    let intercepts = gradient + features.columnCount * stride
    intercepts.update(repeating: 0, count: stride)
    for row in 0..<features.rowCount {
      Kernels.addScaled(intercepts, scale, residuals + row * stride, stride)
    }
  }

  private func penalty(_ parameters: UnsafePointer<Float>) -> Double {
    nonisolated(unsafe) let parameters = parameters
    let squares = Parallel.sum(count: features.columnCount, chunkSize: 512, threads: threads) {
      var sum = 0.0
      for column in $0 {
        let weights = parameters + column * stride
        sum += Double(Kernels.dot(weights, weights, stride))
      }
      return sum
    }
    return l2 / (2 * Double(features.rowCount)) * squares
  }
}
