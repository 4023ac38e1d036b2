import CKernels

/// The normal equations of the rows of one side of alternating least squares.
///
/// The vector x of a row solves (w·G + Σ c·hhᵀ + p·I)·x = Σ c·h, where h are the
/// factors of the columns, G their Gram matrix, and the sums run over the row's
/// entries with their confidences c. Every method works on the calling thread.
///
/// - Source: Y. Hu, Y. Koren & C. Volinsky 2008, "Collaborative Filtering for
///   Implicit Feedback Datasets", ICDM, equation 4.
@safe
package struct ALSEquations {
  /// The entries of a row, as addresses that stay valid during a call.
  @safe
  package struct Row {
    let entries: als_row

    /// - Parameters:
    ///   - columns: the columns of the entries.
    ///   - confidences: the confidences of the entries, above 0.
    ///   - count: the number of entries.
    ///   - known: how many elements from `columns` on may be read, to fetch the
    ///     factors of the rows that follow; at least `count`.
    ///   - penalty: p, above 0.
    package init(
      columns: UnsafePointer<Int32>, confidences: UnsafePointer<Float>, count: Int, known: Int,
      penalty: Float
    ) {
      precondition(known >= count && count >= 0, "ALS row: \(count) entries, \(known) known")
      unsafe entries = unsafe als_row(
        columns: columns, confidences: confidences, count: count, known: known, penalty: penalty)
    }
  }

  private var side: als_side

  /// - Parameters:
  ///   - fixed: the factors of the columns, [columns, dimension].
  ///   - dimension: the length of the factor vectors.
  ///   - gram: G, [size, size], where `size` is the dimension rounded up to
  ///     sixteen; what lies past the dimension is zero.
  ///   - gramWeight: w.
  package init(
    fixed: UnsafePointer<Float>, dimension: Int, gram: UnsafePointer<Float>, gramWeight: Float
  ) {
    precondition(dimension > 0, "ALS equations: dimension \(dimension)")
    unsafe side = unsafe als_side(
      fixed: fixed, dimension: dimension, gram: gram, gram_weight: gramWeight)
  }

  /// The elements of scratch memory that the methods need, at 64-byte alignment.
  package static func scratchCount(dimension: Int) -> Int {
    unsafe Kernels.native.pointee.als.scratch_count(dimension)
  }

  /// Improves the vector `x` of a row by steps of conjugate gradients from its
  /// present value.
  ///
  /// - Source: G. Takács, I. Pilászy & D. Tikk 2011, "Applications of the
  ///   Conjugate Gradient Method for Implicit Feedback Collaborative Filtering",
  ///   RecSys, section 4.
  package func takeSteps(
    _ steps: Int, _ row: Row, _ x: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    var (side, entries) = unsafe (side, row.entries)
    unsafe Kernels.native.pointee.als.take_steps(&side, &entries, steps, x, scratch)
  }

  /// Replaces the vector `x` of a row by the solution, by Cholesky factorisation.
  ///
  /// - Returns: false if Float32 finds the matrix not positive definite or the
  ///   solution not finite; `x` is then of no use.
  package func solve(
    _ row: Row, _ x: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) -> Bool {
    var (side, entries) = unsafe (side, row.entries)
    return unsafe Kernels.native.pointee.als.solve(&side, &entries, x, scratch)
  }

  /// Solves for one block of the vector `x` after the other, the rest held fixed.
  ///
  /// - Parameters:
  ///   - width: the elements of a block.
  ///   - row: the entries.
  ///   - x: the vector, [dimension].
  ///   - predictions: scratch memory for as many elements as the row has entries.
  ///   - scratch: see `scratchCount`.
  /// - Returns: false as from `solve`, for a block; `x` is then unchanged.
  /// - Source: S. Rendle, W. Krichene, L. Zhang & Y. Koren 2021, "iALS++: Speeding
  ///   up Matrix Factorization with Subspace Optimization", arXiv:2110.14044,
  ///   section 3.
  package func solveBlocks(
    of width: Int, _ row: Row, _ x: UnsafeMutablePointer<Float>,
    predictions: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) -> Bool {
    precondition(width > 0, "ALS equations: blocks of \(width)")
    var (side, entries) = unsafe (side, row.entries)
    return unsafe Kernels.native.pointee.als.solve_blocks(
      &side, &entries, width, x, predictions, scratch)
  }

  /// Σ c·(1 − h·x)² over the entries of a row.
  package func observedLoss(
    _ row: Row, _ x: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) -> Double {
    var (side, entries) = unsafe (side, row.entries)
    return unsafe Kernels.native.pointee.als.observed_loss(&side, &entries, x, scratch)
  }
}
