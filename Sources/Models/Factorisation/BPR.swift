package import Engine

/// Matrix factorisation that ranks what a user met above what they did not.
///
/// Maximises Σ ln σ(ŷ_ui − ŷ_uj) − λ·‖Θ‖² over pairs of an item i the user met and
/// an item j they did not, where ŷ_ui = w_u·h_i + b_i. The bias is the last column
/// of the item factors, against a constant 1 in the user factors, so that every
/// score is a plain product.
///
/// - Source: S. Rendle, C. Freudenthaler, Z. Gantner & L. Schmidt-Thieme 2009,
///   "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI, figure 4
///   and section 4.3.1.
package struct BPR: Sendable, Equatable {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// The length of the factor vectors without the bias.
    package var dimension: Int
    /// Passes over as many random interactions as there are.
    package var epochs: Int
    package var learningRate: Double
    /// λ.
    package var regularization: Double
    package var seed: UInt64
    /// Does not change the result.
    package var threads: Int

    package init(
      dimension: Int = 64, epochs: Int = 100, learningRate: Double = 0.05,
      regularization: Double = 0.01, seed: UInt64 = 1, threads: Int = Parallel.coreCount
    ) {
      self.dimension = dimension
      self.epochs = epochs
      self.learningRate = learningRate
      self.regularization = regularization
      self.seed = seed
      self.threads = threads
    }
  }

  /// [users, dimension + 1], ones in the last column.
  package let userFactors: Tensor
  /// [items, dimension + 1], biases in the last column.
  ///
  /// Items nobody met have zeros.
  package let itemFactors: Tensor

  /// Creates a model from its factors.
  ///
  /// - Precondition: both are finite and equally long.
  package init(userFactors: Tensor, itemFactors: Tensor) {
    precondition(
      userFactors.columns == itemFactors.columns && itemFactors.columns > 0,
      "BPR: factors \(userFactors.shape) and \(itemFactors.shape)")
    precondition(
      userFactors.isFinite && itemFactors.isFinite, "BPR: a factor is NaN or infinite")
    self.userFactors = userFactors
    self.itemFactors = itemFactors
  }

  /// The score of every item for a user: [items].
  package func scores(user: Int) -> [Float] {
    LinearAlgebra.product(itemFactors, userFactors.row(user))
  }

  /// Learns to rank the items of a matrix of interactions.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - interactions: [users, items]; the values are not read.
  ///   - configuration: sizes, rates, seed and threads.
  ///   - cancellation: checked once an epoch.
  ///   - progress: called after each epoch with its number, from 1, and the mean
  ///     of −ln σ(ŷ_ui − ŷ_uj) over its pairs, each before its own step.
  /// - Returns: the fitted model.
  /// - Throws: `noData`, `oneItem`, `outOfRange` for a setting, `notFinite` if
  ///   the learning rate makes the factors overflow, `cancelled`.
  package static func fit(
    _ interactions: SparseMatrix, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil, progress: ((Int, Double) -> Void)? = nil
  ) throws(ModelError) -> BPR {
    try validate(interactions, configuration)
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    let met = interactions.transposed()
    var users = start(interactions, configuration, last: 1, &generator)
    var items = start(met, configuration, last: 0, &generator)
    let sampler = BPRSampler(interactions, configuration)
    for epoch in 0..<configuration.epochs {
      guard cancellation?.isCancelled != true else {
        throw ModelError(.cancelled, "BPR: cancelled in epoch \(epoch + 1)")
      }
      let loss = sampler.run(&users, &items, &generator)
      guard loss.isFinite && users.isFinite && items.isFinite else {
        throw ModelError(
          .notFinite, "BPR: the factors overflow in epoch \(epoch + 1); lower the learning rate")
      }
      progress?(epoch + 1, loss)
    }
    return BPR(userFactors: users, itemFactors: items)
  }

  private static func validate(
    _ interactions: SparseMatrix, _ configuration: Configuration
  ) throws(ModelError) {
    guard interactions.entryCount > 0 else {
      throw ModelError(.noData, "BPR: no interactions to learn from")
    }
    guard interactions.columnCount > 1 else {
      throw ModelError(.oneItem, "BPR: one item only; there is nothing to rank it above")
    }
    guard
      configuration.dimension > 0 && configuration.epochs > 0 && configuration.threads > 0
        && configuration.learningRate > 0 && configuration.learningRate.isFinite
        && configuration.regularization >= 0 && configuration.regularization.isFinite
    else {
      throw ModelError(
        .outOfRange,
        "BPR: dimension, epochs, threads and learningRate must be above 0, regularization 0 or "
          + "more")
    }
  }

  /// Draws factors evenly from ±0.5 / dimension; rows without entries get zeros.
  private static func start(
    _ matrix: SparseMatrix, _ configuration: Configuration, last: Float,
    _ generator: inout Xoshiro256StarStar
  ) -> Tensor {
    let dimension = configuration.dimension
    var values: [Float] = []
    values.reserveCapacity(matrix.rowCount * (dimension + 1))
    for row in 0..<matrix.rowCount {
      let isEmpty = matrix.entries(ofRow: row).isEmpty
      for _ in 0..<dimension {
        let value = Float((generator.uniform() - 0.5) / Double(dimension))
        values.append(isEmpty ? 0 : value)
      }
      values.append(last)
    }
    return Tensor(shape: [matrix.rowCount, dimension + 1], values: values)
  }
}
