package import Engine

extension BiasedMatrixFactorization {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    package var dimension: Int
    /// Times that all users and then all items are solved for.
    package var iterations: Int
    /// The prior precision of a factor, 1 / variance.
    package var factorPrecision: Double
    /// The prior precision of a user's bias, in 1 / squared rating steps.
    package var userBiasPrecision: Double
    /// The prior precision of an item's bias, in 1 / squared rating steps.
    package var itemBiasPrecision: Double
    /// The variance of a rating about its prediction.
    package var noiseVariance: Double
    /// The penalty of what the set of rated items says of a user's factors, and the
    /// set of raters of an item's; nil leaves both sets out.
    package var implicitRegularization: Double?
    package var seed: UInt64
    /// Does not change the result.
    package var threads: Int

    package init(
      dimension: Int = 10, iterations: Int = 30, factorPrecision: Double = 11,
      userBiasPrecision: Double = 5, itemBiasPrecision: Double = 3, noiseVariance: Double = 0.85,
      implicitRegularization: Double? = 3, seed: UInt64 = 1, threads: Int = Parallel.coreCount
    ) {
      self.dimension = dimension
      self.iterations = iterations
      self.factorPrecision = factorPrecision
      self.userBiasPrecision = userBiasPrecision
      self.itemBiasPrecision = itemBiasPrecision
      self.noiseVariance = noiseVariance
      self.implicitRegularization = implicitRegularization
      self.seed = seed
      self.threads = threads
    }
  }

  /// Learns from ratings, by mean-field variational Bayes.
  ///
  /// Each user's factors and bias are normal about what the set of items rated says,
  /// x̂ᵤ = |Rᵤ|^−½ Σ yⱼ over the items rated as in SVD++, and each item's about what the set
  /// of its raters says. A sweep gives every user, then every item, the posterior under
  /// the other side's means and covariances, in closed form; the y are the ridge
  /// regression of the means on the sets. Unlike alternating least squares it knows how
  /// unsure each factor is, and so overfits less.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - ratings: one for each pair of user and item, in any order.
  ///   - userCount: how many users there are.
  ///   - itemCount: how many items there are.
  ///   - configuration: dimension, priors, iterations.
  ///   - cancellation: checked before each half of a sweep.
  /// - Returns: the posterior means.
  /// - Throws: `noData`, `notFinite` for a rating or if the priors let numbers overflow,
  ///   `outOfRange` for a setting or for two ratings of one pair, `cancelled`.
  /// - Precondition: every rating's user and item lie within the counts.
  /// - Complexity: O(iterations · (ratings · d² + (users + items) · d³)).
  /// - Source: Y. J. Lim & Y. W. Teh 2007, "Variational Bayesian Approach to Movie Rating
  ///   Prediction", KDD Cup, section 3; the sets: Y. Koren 2008, "Factorization Meets
  ///   the Neighborhood", KDD, equation 15; as the mean of a prior: J. Simm et al. 2017,
  ///   "Macau", MLSP, equation 3.
  package static func fit(
    _ ratings: [Rating], userCount: Int, itemCount: Int,
    configuration: Configuration = Configuration(), cancellation: Cancellation? = nil
  ) throws(ModelError) -> BiasedMatrixFactorization {
    try validate(ratings, configuration)
    let mean = ratings.reduce(0.0) { $0 + Double($1.value) } / Double(ratings.count)
    let byUser = SparseMatrix(
      rowCount: userCount, columnCount: itemCount, entryRows: ratings.map(\.user),
      entryColumns: ratings.map(\.item), entryValues: ratings.map { $0.value - Float(mean) })
    guard byUser.entryCount == ratings.count else {
      throw ModelError(
        .outOfRange,
        "rating factorisation: \(ratings.count) ratings of \(byUser.entryCount) pairs of user and "
          + "item; keep one a pair")
    }
    let byItem = byUser.transposed()
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    var users = RatingSide(byUser, configuration, configuration.userBiasPrecision)
    var items = RatingSide(byItem, configuration, configuration.itemBiasPrecision)
    users.scatter(using: &generator)
    items.scatter(using: &generator)
    for _ in 0..<configuration.iterations {
      for isUserTurn in [true, false] {
        if cancellation?.isCancelled == true {
          throw ModelError(.cancelled, "rating factorisation: cancelled")
        }
        let isSolved =
          isUserTurn ? users.solve(against: items) : items.solve(against: users)
        guard isSolved else {
          throw ModelError(
            .notFinite, "rating factorisation: the priors are too weak for Float64; raise them")
        }
      }
    }
    let values = ratings.map(\.value)
    guard let least = values.min(), let greatest = values.max(),
      let userMeans = users.tensor(), let itemMeans = items.tensor()
    else {
      throw ModelError(.notFinite, "rating factorisation: a factor overflows; raise the priors")
    }
    return BiasedMatrixFactorization(
      mean: Float(mean), range: least...greatest, users: userMeans, items: itemMeans)
  }

  private static func validate(
    _ ratings: [Rating], _ configuration: Configuration
  ) throws(ModelError) {
    guard !ratings.isEmpty else {
      throw ModelError(.noData, "rating factorisation: no ratings to learn from")
    }
    if let index = ratings.firstIndex(where: { !$0.value.isFinite }) {
      throw ModelError(
        .notFinite, "rating factorisation: rating \(index) is \(ratings[index].value)")
    }
    let positive = [
      configuration.factorPrecision, configuration.userBiasPrecision,
      configuration.itemBiasPrecision, configuration.noiseVariance,
      configuration.implicitRegularization ?? 1,
    ]
    guard
      positive.allSatisfy({ $0 > 0 && $0.isFinite }) && configuration.dimension >= 0
        && configuration.iterations > 0 && configuration.threads > 0
    else {
      throw ModelError(
        .outOfRange,
        "rating factorisation: precisions, noiseVariance, implicitRegularization, iterations and "
          + "threads must be above 0, dimension not below")
    }
  }
}
