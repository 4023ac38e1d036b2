import Engine

/// A query in 8 bits, scaled to a greatest magnitude of one.
struct QuantizedQuery {
  /// [dimension], with zeros to whole groups.
  let codes: [Int8]
  /// Of the query before scaling; a score divided by it is one of the scaled query.
  let magnitude: Float
  /// ‖q‖ of the scaled query.
  let norm: Float
  /// ‖q − q̂‖, and what sums of its products in Float32 are off at most per norm
  /// of an item; above 0.
  let error: Float
  /// Σ codes, by which products with codes without a sign are too great for each
  /// unit that stands for zero.
  let sum: Float

  /// - Precondition: the query is finite.
  init(_ query: [Float], groups: Int) {
    let limit = Float(Kernels.quantizedLimit)
    // A query of zeros, or all but, is left at zero.
    let magnitude = max(query.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    var codes = [Int8](repeating: 0, count: groups * Kernels.quantizedGroupSize)
    var (squares, errors, sum) = (0.0, 0.0, 0)
    for (d, value) in query.enumerated() {
      let scaled = value / magnitude
      let code = (scaled * limit).rounded()
      codes[d] = Int8(code)
      sum += Int(code)
      squares += Double(scaled) * Double(scaled)
      errors += (Double(scaled) - Double(code / limit)) * (Double(scaled) - Double(code / limit))
    }
    self.codes = codes
    self.magnitude = magnitude
    norm = Float(squares.squareRoot())
    let rounding = Float(query.count + 16) * Float.ulpOfOne
    error = max(Float(errors.squareRoot()) * 1.001 + norm * rounding, 1e-30)
    self.sum = Float(sum)
  }
}
