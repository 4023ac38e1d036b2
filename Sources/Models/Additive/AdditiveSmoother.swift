import Engine
import Glibc

/// A penalised fit whose smoothing factors are found with the coefficients.
///
/// The factors maximise the restricted likelihood of the quadratic at the
/// coefficients, by the generalised Fellner–Schall update.
///
/// - Source: S. N. Wood & M. Fasiolo 2017, "A Generalized Fellner-Schall Method
///   for Smoothing Parameter Optimization with Application to Tweedie
///   Location, Scale and Shape Models", Biometrics 73(4), equation 6.
struct AdditiveSmoother {
  let design: AdditiveDesign
  /// The factor of each penalty of each term.
  var factors: [[Double]]
  var coefficients: [Double]
  /// By term, a further penalty: [size, size].
  var restraints: [Int: [Double]] = [:]
  /// The posterior covariance of the coefficients: [size, size], upper triangle.
  private(set) var covariance: [Double] = []
  /// The effective degrees of freedom of each term at the factors of the last solution.
  private(set) var degreesOfFreedom: [Double] = []
  /// Whether the last run ended within its tolerance.
  private(set) var hasConverged = true
  /// By term, how far the last step moved its coefficients at most.
  private(set) var lastMoves: [Double] = []

  /// The largest and smallest factors, in units of the first.
  private static let factorRange = 1e-4...1e5

  /// Starts from coefficients; factors that are nil start from the curvature at them.
  init(
    _ design: AdditiveDesign, factors: [[Double]?], coefficients: [Double]
  ) {
    self.design = design
    self.coefficients = coefficients
    let curvatures = design.loss(design.scores(coefficients)).curvatures
    self.factors = design.terms.indices.map { index in
      if let known = factors[index] { return known }
      let basis = design.terms[index].basis
      let sums = design.terms[index].cellSums(curvatures, rows: 0..<design.rowCount)
      var trace = 0.0
      for cell in 0..<basis.cells.count {
        for entry in basis.cells[cell] { trace += sums[cell] * entry.weight * entry.weight }
      }
      return basis.penalties.map { penalty in
        let own = (0..<basis.size).reduce(0) { $0 + penalty[$1 * basis.size + $1] }
        return own > 0 ? trace / own : 1
      }
    }
  }

  /// The penalty of a term: [size, size].
  func penalty(of term: Int, scale: Double = 1) -> [Double] {
    let basis = design.terms[term].basis
    var sum = basis.fixedPenalty
    if let own = restraints[term] {
      for index in sum.indices { sum[index] += own[index] }
    }
    for (factor, penalty) in zip(factors[term], basis.penalties) {
      for index in sum.indices { sum[index] += scale * factor * penalty[index] }
    }
    return sum
  }

  /// Adds the penalties of all terms to a Hessian.
  func addPenalties(to matrix: inout [Double], scale: Double = 1) {
    let size = design.size
    for term in design.terms.indices {
      let penalty = penalty(of: term, scale: scale)
      let width = design.terms[term].basis.size
      let offset = design.offsets[term]
      for row in 0..<width {
        for column in row..<width {
          matrix[(offset + row) * size + offset + column] += penalty[row * width + column]
        }
      }
    }
  }

  /// The penalties' part of the gradient at coefficients.
  func penaltyGradient(_ coefficients: [Double], scale: Double = 1) -> [Double] {
    var result = [Double](repeating: 0, count: design.size)
    for term in design.terms.indices {
      let penalty = penalty(of: term, scale: scale)
      let width = design.terms[term].basis.size
      let offset = design.offsets[term]
      for row in 0..<width {
        for column in 0..<width {
          result[offset + row] += penalty[row * width + column] * coefficients[offset + column]
        }
      }
    }
    return result
  }

  /// Moves factors and coefficients together.
  mutating func run(
    iterations: Int, updates: Int, cancellation: Cancellation?
  ) throws(ModelError) {
    let rows = 0..<design.rowCount
    var state = design.loss(design.scores(coefficients))
    for _ in 0..<iterations {
      guard cancellation?.isCancelled != true else {
        throw ModelError(.cancelled, "\(AdditiveModel.name): cancelled while fitting")
      }
      let start = coefficients
      let hessian = design.hessian(state.curvatures, rows: rows)
      let change = try step(
        hessian, gradient: design.gradient(state.slopes, rows: rows), updates: updates)
      let before = state.value + penaltyValue(start)
      for _ in 0..<10 {
        state = design.loss(design.scores(coefficients))
        if state.value + penaltyValue(coefficients) <= before * (1 + 1e-9) { break }
        for index in start.indices {
          coefficients[index] = (coefficients[index] + start[index]) / 2
        }
      }
      lastMoves = design.terms.indices.map { term in
        design.range(of: term).reduce(0) { max($0, abs(coefficients[$1] - start[$1])) }
      }
      let largest = lastMoves.reduce(0, max)
      hasConverged = largest < 1e-2 && change < 0.2
      // Factors that still move make finer coefficients worthless.
      if largest < (updates > 0 ? 0.02 : 1e-3) && change < 0.1 { break }
    }
  }

  /// Moves the coefficients to the minimum of the quadratic at them plus the
  /// penalties, whose factors follow in turn.
  ///
  /// - Returns: the last change of the logarithm of a factor.
  mutating func step(
    _ hessian: [Double], gradient: [Double], updates: Int
  ) throws(ModelError) -> Double {
    var target = Self.product(hessian, coefficients)
    for index in target.indices { target[index] -= gradient[index] }
    var change = 0.0
    for _ in 0..<max(1, updates) {
      var matrix = hessian
      addPenalties(to: &matrix)
      let factor = try Self.factorise(matrix, size: design.size)
      coefficients = factor.solve(target)
      covariance = factor.inverse()
      degreesOfFreedom = design.terms.indices.map(countDegreesOfFreedom(of:))
      change = updates > 0 ? updateFactors() : 0
      if change < 0.1 { break }
    }
    return change
  }

  /// Multiplies the factors of all penalties.
  mutating func scaleFactors(by scale: Double) {
    factors = factors.map { $0.map { $0 * scale } }
  }

  /// Moves the coefficients towards the optimum of a design of more rows, by Newton
  /// steps with the curvature of this one's.
  ///
  /// - Returns: the scores before.
  mutating func polish(
    on other: AdditiveDesign, steps: Int, cancellation: Cancellation?
  ) throws(ModelError) -> [Double] {
    let curvatures = design.loss(design.scores(coefficients)).curvatures
    let ratio = other.mass / design.mass
    var matrix = design.hessian(curvatures, rows: 0..<design.rowCount)
    for index in matrix.indices { matrix[index] *= ratio }
    addPenalties(to: &matrix)
    let factor = try Self.factorise(matrix, size: design.size)
    covariance = factor.inverse()
    degreesOfFreedom = design.terms.indices.map(countDegreesOfFreedom(of:))
    let before = other.scores(coefficients)
    var scores = before
    for step in 0..<steps {
      guard cancellation?.isCancelled != true else {
        throw ModelError(.cancelled, "\(AdditiveModel.name): cancelled while fitting")
      }
      if step > 0 { scores = other.scores(coefficients) }
      var gradient = other.gradient(other.loss(scores).slopes, rows: 0..<other.rowCount)
      for (index, value) in penaltyGradient(coefficients).enumerated() {
        gradient[index] += value
      }
      for (index, value) in factor.solve(gradient).enumerated() { coefficients[index] -= value }
    }
    return before
  }

  /// ½βᵀSβ.
  private func penaltyValue(_ coefficients: [Double]) -> Double {
    let gradient = penaltyGradient(coefficients)
    return zip(gradient, coefficients).reduce(0) { $0 + $1.0 * $1.1 } / 2
  }

  static func factorise(_ matrix: [Double], size: Int) throws(ModelError) -> Cholesky {
    let mean = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] } / Double(size)
    for ridge in [0, 1e-10, 1e-7] {
      var shifted = matrix
      for index in 0..<size { shifted[index * size + index] += ridge * mean }
      if let factor = try? Cholesky(shifted, size: size) { return factor }
    }
    throw ModelError(
      .singular,
      "\(AdditiveModel.name): the Hessian is singular; look for columns of extreme values")
  }

  /// One Fellner–Schall update of all factors; returns the largest change of a
  /// logarithm among penalties that still matter.
  private mutating func updateFactors() -> Double {
    let size = design.size
    var largest = 0.0
    for term in design.terms.indices where !factors[term].isEmpty {
      let basis = design.terms[term].basis
      let width = basis.size
      let offset = design.offsets[term]
      guard let own = try? Cholesky(penalty(of: term), size: width).inverse() else { continue }
      let mine = coefficients[design.range(of: term)]
      for index in basis.penalties.indices {
        let penalty = basis.penalties[index]
        var (prior, posterior, square) = (0.0, 0.0, 0.0)
        for row in 0..<width {
          for column in row..<width {
            let weight = penalty[row * width + column] * (row == column ? 1 : 2)
            guard weight != 0 else { continue }
            prior += weight * own[row * width + column]
            posterior += weight * covariance[(offset + row) * size + offset + column]
            square += weight * mine[offset + row] * mine[offset + column]
          }
        }
        let old = factors[term][index]
        let ratio = max(1e-12, prior - posterior) / max(1e-12, square)
        let trace = (0..<width).reduce(0) { $0 + penalty[$1 * width + $1] }
        let unit = design.mass / max(1, trace)
        let new = min(
          max(old * min(max(ratio, 0.1), 10), Self.factorRange.lowerBound * unit * 1e-2),
          Self.factorRange.upperBound * unit)
        factors[term][index] = new
        if old * (prior - posterior) > 0 && (prior - posterior) * old > 0.02 {
          largest = max(largest, abs(log(new / old)))
        }
      }
    }
    return largest
  }

  /// The effective degrees of freedom of a term, by the factors of the covariance.
  private func countDegreesOfFreedom(of term: Int) -> Double {
    let width = design.terms[term].basis.size
    let offset = design.offsets[term]
    let penalty = penalty(of: term)
    var lost = 0.0
    for row in 0..<width {
      for column in 0..<width {
        let (a, b) = (min(row, column), max(row, column))
        lost += penalty[row * width + column] * covariance[(offset + a) * design.size + offset + b]
      }
    }
    return Double(width) - lost
  }

  /// The product of a symmetric matrix, of which the upper triangle is given, and a vector.
  static func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    let size = vector.count
    var result = [Double](repeating: 0, count: size)
    matrix.withUnsafeBufferPointer { matrix in
      for row in 0..<size {
        var sum = matrix[row * size + row] * vector[row]
        for column in row + 1..<size {
          let element = matrix[row * size + column]
          sum += element * vector[column]
          result[column] += element * vector[row]
        }
        result[row] += sum
      }
    }
    return result
  }
}
