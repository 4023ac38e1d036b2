package import Engine

/// Calibrates the probabilities of a classifier by one number that divides its
/// logits.
///
/// - Source: C. Guo, G. Pleiss, Y. Sun & K. Q. Weinberger 2017, "On Calibration
///   of Modern Neural Networks", ICML, section 4.2.
package struct TemperatureScaling: Sendable, Equatable {
  /// The temperatures a fit may find.
  ///
  /// Logits that are always right would otherwise be made infinitely sure.
  package static let range = 0.01...100.0

  package let temperature: Double

  /// - Precondition: `temperature` is positive and finite.
  package init(temperature: Double) {
    precondition(temperature > 0 && temperature.isFinite, "temperature \(temperature)")
    self.temperature = temperature
  }

  /// Finds the temperature of the smallest log-loss on held-out rows.
  ///
  /// The loss is convex in 1/temperature; its derivative is bisected.
  ///
  /// - Parameters:
  ///   - logits: [rows, classes], of rows the classifier was not fitted on.
  ///   - labels: the class of each row.
  /// - Returns: the fitted scaling.
  /// - Throws: `noData`, `shapeMismatch`, `outOfRange`, `notFinite`.
  package static func fit(logits: Tensor, labels: [Int]) throws(ModelError) -> TemperatureScaling {
    guard logits.shape.count == 2, labels.count == logits.rows else {
      throw ModelError(
        .shapeMismatch,
        "temperature scaling: \(labels.count) labels do not fit logits \(logits.shape)")
    }
    guard labels.allSatisfy({ $0 >= 0 && $0 < logits.columns }) else {
      throw ModelError(
        .outOfRange, "temperature scaling: a label lies outside 0..<\(logits.columns)")
    }
    guard !labels.isEmpty else { throw ModelError(.noData, "temperature scaling: no rows") }
    guard logits.isFinite else {
      throw ModelError(.notFinite, "temperature scaling: a logit is NaN or infinite")
    }
    var labelSum = 0.0
    for (row, label) in labels.enumerated() { labelSum += Double(logits[row, label]) }

    // The derivative of the loss by the inverse temperature rises with it.
    func derivative(_ inverse: Double) -> Double {
      let probabilities = TemperatureScaling(temperature: 1 / inverse).probabilities(logits)
      var expected = 0.0
      for row in 0..<logits.rows {
        let (p, z) = (probabilities.row(row), logits.row(row))
        for index in p.indices { expected += Double(p[index]) * Double(z[index]) }
      }
      return expected - labelSum
    }
    var low = 1 / range.upperBound
    var high = 1 / range.lowerBound
    if derivative(low) >= 0 { return TemperatureScaling(temperature: range.upperBound) }
    if derivative(high) <= 0 { return TemperatureScaling(temperature: range.lowerBound) }
    // Halving the exponents' distance 40 times leaves 1e-11 of relative error.
    for _ in 0..<40 {
      let middle = (low * high).squareRoot()
      if derivative(middle) < 0 { low = middle } else { high = middle }
    }
    return TemperatureScaling(temperature: 1 / (low * high).squareRoot())
  }

  /// softmax(logits / temperature) of each row: [rows, classes].
  package func probabilities(_ logits: Tensor) -> Tensor {
    let classes = logits.columns
    let stride = Kernels.padded(classes)
    let inverse = Float(1 / temperature)
    var result = Tensor(zeros: logits.shape)
    guard classes > 0 else { return result }
    var padded = [Float](repeating: Kernels.paddingLogit, count: stride)
    padded.withUnsafeMutableBufferPointer { padded in
      logits.withUnsafeBufferPointer { logits in
        result.withUnsafeMutableBufferPointer { result in
          guard let row = padded.baseAddress else { return }
          for start in Swift.stride(from: 0, to: logits.count, by: classes) {
            for index in 0..<classes { row[index] = logits[start + index] * inverse }
            for index in classes..<stride { row[index] = Kernels.paddingLogit }
            _ = Kernels.softmax(row, stride)
            for index in 0..<classes { result[start + index] = row[index] }
          }
        }
      }
    }
    return result
  }

  /// softmax(logits / temperature) of one row.
  package func probabilities(_ logits: [Float]) -> [Float] {
    probabilities(Tensor(shape: [1, logits.count], values: logits)).values
  }
}
