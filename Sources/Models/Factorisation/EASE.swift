package import Engine

/// Item-to-item weights by ridge regression with a diagonal of zeros.
///
/// B minimises ‖X − XB‖² + λ‖B‖² under diag(B) = 0, which has the closed form
/// P = (XᵀX + λI)⁻¹, Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ.
///
/// - Source: H. Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse
///   Data", WWW, equations 4 to 8 and algorithm 1.
package enum EASE {
  /// How to fit.
  package struct Configuration: Codable, Sendable, Hashable {
    /// λ, in squared interaction weights.
    package var regularization: Double
    /// How many weights of greatest magnitude each item's row keeps; nil keeps
    /// them all, in items² · 4 bytes.
    package var weightsPerItem: Int?
    /// The most bytes a fit may take besides the interactions.
    package var memoryLimit: Int
    /// Does not change the result.
    package var threads: Int

    package init(
      regularization: Double = 300, weightsPerItem: Int? = 200,
      memoryLimit: Int = 2_000_000_000, threads: Int = Parallel.coreCount
    ) {
      self.regularization = regularization
      self.weightsPerItem = weightsPerItem
      self.memoryLimit = memoryLimit
      self.threads = threads
    }
  }

  /// The most bytes a fit of so many items takes besides the interactions.
  package static func memoryNeeded(
    items: Int, configuration: Configuration = Configuration()
  ) -> Int {
    let cells = items.multipliedReportingOverflow(by: 4 * (items + EASE.scratchColumns))
    guard !cells.overflow else { return .max }
    // A kept weight is held twice, before and after the rows are joined.
    return cells.partialValue + 16 * items * min(configuration.weightsPerItem ?? 0, items)
  }

  /// At least the width of the inversion's scratch memory.
  private static let scratchColumns = 256

  /// Learns the weights of a matrix of interactions.
  ///
  /// The result has the same bits for any number of threads.
  ///
  /// - Parameters:
  ///   - interactions: [users, items].
  ///   - configuration: penalty, what to keep, limits.
  ///   - cancellation: checked many times during the inversion.
  /// - Returns: the fitted model. Items nobody met have no weights.
  /// - Throws: `noData`, `oneItem`, `notFinite`, `outOfRange` for a setting,
  ///   `tooLarge` beyond the memory limit, `singular` if the penalty is lost
  ///   beside the interactions in Float32, `cancelled`.
  /// - Complexity: O(items³), and the squared lengths of the histories.
  package static func fit(
    _ interactions: SparseMatrix, configuration: Configuration = Configuration(),
    cancellation: Cancellation? = nil
  ) throws(ModelError) -> ItemToItem {
    try validate(interactions, configuration)
    let cancelled = ModelError(.cancelled, "EASE: cancelled")
    guard cancellation?.isCancelled != true else { throw cancelled }
    var matrix = interactions.gram(threads: configuration.threads)
    for item in 0..<matrix.rows { matrix[item, item] += Float(configuration.regularization) }
    guard matrix.isFinite else {
      throw ModelError(.notFinite, "EASE: sums of interactions overflow; lower the weights")
    }
    let isDone: Bool
    do {
      isDone = try LinearAlgebra.invertPositiveDefinite(
        &matrix, threads: configuration.threads, cancellation: cancellation)
    } catch {
      throw ModelError(
        .singular, "EASE: regularization \(configuration.regularization) is too small: \(error)")
    }
    guard isDone else { throw cancelled }
    scale(&matrix, threads: configuration.threads)
    guard matrix.isFinite else {
      throw ModelError(.notFinite, "EASE: a weight overflows; raise the regularization")
    }
    guard let kept = configuration.weightsPerItem, kept < matrix.rows - 1 else {
      return ItemToItem(weights: .dense(matrix))
    }
    return ItemToItem(strongest: kept, of: matrix, threads: configuration.threads)
  }

  private static func validate(
    _ interactions: SparseMatrix, _ configuration: Configuration
  ) throws(ModelError) {
    try interactions.checkInteractions(of: "EASE")
    guard
      configuration.regularization > 0 && configuration.regularization.isFinite
        && configuration.threads > 0 && configuration.weightsPerItem ?? 1 > 0
    else {
      throw ModelError(
        .outOfRange, "EASE: regularization, threads and weightsPerItem must be above 0")
    }
    let needed = memoryNeeded(items: interactions.columnCount, configuration: configuration)
    guard needed <= configuration.memoryLimit else {
      throw ModelError(
        .tooLarge,
        "EASE: \(interactions.columnCount) items need \(needed) bytes, memoryLimit is "
          + "\(configuration.memoryLimit): raise it or leave the rarest items out")
    }
  }
}
