package import Engine

/// Matrix factorisation of implicit feedback by alternating least squares.
///
/// With confidence c of the observed pairs, the loss is
///
///     Σ_observed c·(1 − ŷ)² + α₀·Σ_all ŷ² + λ·(Σ_u f_u·‖w_u‖² + Σ_i f_i·‖h_i‖²)
///
/// where ŷ = w_u·h_i, f_u = (|I_u| + α₀·|I|)^ν and f_i = (|U_i| + α₀·|U|)^ν.
///
/// - Source: Y. Hu, Y. Koren & C. Volinsky 2008, "Collaborative Filtering for
///   Implicit Feedback Datasets", ICDM; the weighting, the scaled penalty and the
///   start values of S. Rendle, W. Krichene, L. Zhang & Y. Koren 2022,
///   "Revisiting the Performance of iALS on Item Recommendation Benchmarks",
///   RecSys, sections 2 and 4.
package struct ImplicitALS: Sendable, Equatable {
  /// How a row's normal equations are solved.
  package enum Solver: String, Codable, Sendable, Hashable {
    /// A few steps from the row's factors of the sweep before.
    case conjugateGradient
    /// Exactly; dearer with the dimension, and needs fewer sweeps.
    case cholesky
    /// Exactly for a block of its elements after the other; for dimensions at
    /// which Cholesky is too dear.
    case blocks
  }

  package let configuration: Configuration
  /// [users, dimension]; no rows in a model made for serving.
  package let userFactors: Tensor
  /// [items, dimension].
  package let itemFactors: Tensor
  /// α₀·HᵀH in Double, which every fold-in of a user starts from.
  let weightedItemGram: [Double]
  /// α₀·WᵀW in Double, which every fold-in of an item starts from.
  let weightedUserGram: [Double]

  /// Creates a model that serves from its item factors alone.
  ///
  /// - Precondition: the factors are finite and as long as the configuration
  ///   says, and regularisation and weight are in range.
  package init(itemFactors: Tensor, configuration: Configuration) {
    self.init(
      userFactors: Tensor(zeros: [0, itemFactors.columns]), itemFactors: itemFactors,
      configuration: configuration)
  }

  init(userFactors: Tensor, itemFactors: Tensor, configuration: Configuration) {
    precondition(
      itemFactors.columns == configuration.dimension,
      "ALS: item factors \(itemFactors.shape), dimension \(configuration.dimension)")
    precondition(
      configuration.regularization > 0 && configuration.unobservedWeight >= 0,
      "ALS: regularization \(configuration.regularization), "
        + "unobserved weight \(configuration.unobservedWeight)")
    precondition(
      Self.canServe(itemFactors) && Self.canServe(userFactors),
      "ALS: a factor is NaN or infinite, or its square overflows")
    self.configuration = configuration
    self.userFactors = userFactors
    self.itemFactors = itemFactors
    weightedItemGram = Self.gram(itemFactors, weight: configuration.unobservedWeight)
    weightedUserGram = Self.gram(userFactors, weight: configuration.unobservedWeight)
  }

  private static func gram(_ factors: Tensor, weight: Double) -> [Double] {
    LinearAlgebra.gram(factors).values.map { weight * Double($0) }
  }

  /// Whether neither factors nor sums of their products overflow.
  package static func canServe(_ factors: Tensor) -> Bool {
    factors.withUnsafeBufferPointer { values in
      var isFinite = true
      var greatest: Float = 0
      for value in values {
        isFinite = isFinite && value.isFinite
        greatest = max(greatest, value.magnitude)
      }
      return isFinite && (greatest * greatest * Float(factors.rows)).isFinite
    }
  }

  package var itemCount: Int { itemFactors.rows }

  package var dimension: Int { configuration.dimension }

  /// Factorises a matrix of interactions.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - interactions: [users, items], confidences above 0.
  ///   - configuration: sizes, weights, seed and threads.
  ///   - cancellation: checked twice an iteration.
  ///   - progress: called after each iteration with its number, from 1, and the
  ///     loss; computing the loss costs about one more conjugate gradient step.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `notFinite`, `outOfRange` for a confidence or setting
  ///   that is not positive, `cancelled`.
  package static func fit(
    _ interactions: SparseMatrix, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil, progress: ((Int, Double) -> Void)? = nil
  ) throws(ModelError) -> ImplicitALS {
    try validate(interactions, configuration)
    let userSweep = ALSSweep(.rows(interactions), configuration)
    let itemSweep = ALSSweep(.columns(SparseMatrixColumns(interactions)), configuration)
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    var users = randomFactors(interactions.rowCount, configuration.dimension, &generator)
    var items = randomFactors(interactions.columnCount, configuration.dimension, &generator)
    for iteration in 0..<configuration.iterations {
      for isUserTurn in [true, false] {
        guard cancellation?.isCancelled != true else {
          throw ModelError(.cancelled, "ALS: cancelled in iteration \(iteration + 1)")
        }
        if isUserTurn {
          userSweep.improve(&users, given: items)
        } else {
          itemSweep.improve(&items, given: users)
        }
      }
      if let progress {
        progress(
          iteration + 1,
          userSweep.loss(users, items) + itemSweep.penalty(items))
      }
    }
    guard canServe(users) && canServe(items) else {
      throw ModelError(.notFinite, "ALS: the factors overflow; lower the confidences")
    }
    return ImplicitALS(userFactors: users, itemFactors: items, configuration: configuration)
  }

  private static func validate(
    _ interactions: SparseMatrix, _ configuration: Configuration
  ) throws(ModelError) {
    guard interactions.entryCount > 0 else {
      throw ModelError(.noData, "ALS: no interactions to learn from")
    }
    if let entry = interactions.firstEntry(where: { !($0 > 0 && $0.isFinite) }) {
      let place = "ALS: the confidence in row \(entry.row), column \(entry.column) is "
      guard entry.value.isFinite else { throw ModelError(.notFinite, place + "\(entry.value)") }
      throw ModelError(
        .outOfRange, place + "\(entry.value), must be above 0; leave such pairs out")
    }
    guard
      configuration.dimension > 0 && configuration.iterations > 0
        && configuration.conjugateGradientSteps > 0 && configuration.blockSize > 0
        && configuration.threads > 0
        && configuration.regularization > 0 && configuration.regularization.isFinite
        && configuration.unobservedWeight >= 0 && configuration.unobservedWeight.isFinite
        && configuration.penaltyExponent >= 0 && configuration.penaltyExponent.isFinite
    else {
      throw ModelError(
        .outOfRange,
        "ALS: dimension, iterations, conjugateGradientSteps, blockSize, threads and "
          + "regularization must be above 0, unobservedWeight and penaltyExponent 0 or more")
    }
  }

  /// Draws factors from N(0, 0.1/√dimension).
  private static func randomFactors(
    _ rows: Int, _ dimension: Int, _ generator: inout Xoshiro256StarStar
  ) -> Tensor {
    let deviation = 0.1 / Double(dimension).squareRoot()
    var factors = Tensor(zeros: [rows, dimension])
    factors.withUnsafeMutableBufferPointer { factors in
      for index in factors.indices { factors[index] = Float(deviation * generator.normal()) }
    }
    return factors
  }
}
