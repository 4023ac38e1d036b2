import Engine

extension DenseExamples {
  /// What one label value is told from another by.
  enum Labels {
    /// 0 or 1.
    case binary
    /// From 0 to 1.
    case probabilities
  }

  /// Checks what classifiers ask of labels.
  ///
  /// - Throws: `outOfRange`, or `oneClass` if all rows that count have one label.
  func checkLabels(_ labels: Labels, model: String) throws(ModelError) {
    var (hasOnes, hasZeros) = (false, false)
    for row in targets.indices {
      let label = targets[row]
      let isValid =
        switch labels {
        case .binary: label == 0 || label == 1
        case .probabilities: label >= 0 && label <= 1
        }
      guard isValid else {
        throw ModelError(
          .outOfRange,
          "\(model): the label of row \(row) is \(label), must be "
            + (labels == .binary ? "0 or 1" : "from 0 to 1"))
      }
      guard sampleWeights.map({ $0[row] > 0 }) ?? true else { continue }
      if label > 0 { hasOnes = true }
      if label < 1 { hasZeros = true }
    }
    guard hasOnes && hasZeros else {
      throw ModelError(
        .oneClass, "\(model): all rows have one label; add examples of the other")
    }
  }

  /// Throws `notFinite` with the place of the first feature that is NaN or infinite.
  func checkFeatures(_ model: String) throws(ModelError) {
    if let position = features.firstNotFinite(threads: threads) {
      let (row, column) = position.quotientAndRemainder(dividingBy: featureCount)
      throw ModelError(
        .notFinite,
        "\(model): the feature in row \(row), column \(column) is \(features[row, column])")
    }
  }

  /// Checks targets and weights, and names the first that will not do.
  func checkTargets(_ model: String) throws(ModelError) {
    if let row = targets.firstIndex(where: { !$0.isFinite }) {
      throw ModelError(.notFinite, "\(model): the label of row \(row) is \(targets[row])")
    }
    guard let sampleWeights else { return }
    if let row = sampleWeights.firstIndex(where: { !$0.isFinite }) {
      throw ModelError(.notFinite, "\(model): the weight of row \(row) is \(sampleWeights[row])")
    }
    if let row = sampleWeights.firstIndex(where: { $0 < 0 }) {
      throw ModelError(
        .outOfRange, "\(model): the weight of row \(row) is \(sampleWeights[row]), below 0")
    }
    guard totalWeight > 0 else {
      throw ModelError(.noData, "\(model): all sample weights are zero")
    }
  }
}

extension Tensor {
  /// The position of the first element that is NaN or infinite; nil if none is.
  func firstNotFinite(threads: Int) -> Int? {
    withUnsafeBufferPointer { values in
      guard let base = values.baseAddress, !values.isEmpty else { return nil }
      nonisolated(unsafe) let elements = base
      // Most data are clean: only where a chunk is not is the place looked for.
      let bad = Parallel.sum(count: count, chunkSize: 1 << 16, threads: threads) { chunk in
        Kernels.firstNotFinite(elements + chunk.lowerBound, chunk.count) == nil ? 0 : 1
      }
      return bad > 0 ? Kernels.firstNotFinite(base, count) : nil
    }
  }
}
