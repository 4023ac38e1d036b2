extension LinearAlgebra {
  /// Replaces a symmetric positive definite matrix by its inverse.
  ///
  /// Only the upper triangle is read; both are written. The work is cut into
  /// tiles whose sums do not depend on the number of threads, nor do the bits.
  /// Next to the matrix it takes memory for one column of tiles.
  ///
  /// - Parameters:
  ///   - matrix: [size, size]; of no use after an error or a cancellation.
  ///   - blockSize: the width of a tile.
  ///   - threads: how many threads share the tiles.
  ///   - cancellation: checked once for each row of tiles.
  /// - Returns: false if it was cancelled.
  /// - Throws: the row at which the matrix is not positive definite to the
  ///   precision of Float32, or not finite.
  /// - Complexity: size³ multiplications and as many additions.
  /// - Source: LAPACK 3, `potrf`, `trtri` and `lauum`, blocked.
  package static func invertPositiveDefinite(
    _ matrix: inout Tensor, blockSize: Int = 192, threads: Int = Parallel.coreCount,
    cancellation: Cancellation? = nil
  ) throws(NotPositiveDefinite) -> Bool {
    let size = matrix.rows
    precondition(
      size == matrix.columns && blockSize > 0, "inverse: \(matrix.shape), tiles of \(blockSize)")
    guard size > 0 else { return true }
    singleThreaded
    let done = try unsafe matrix.withUnsafeMutableBufferPointer {
      elements throws(NotPositiveDefinite) in
      guard let base = elements.baseAddress else { return true }
      let inversion = unsafe BlockedInversion(
        base: base, size: size, block: min(blockSize, size), threads: threads)
      return try inversion.run(cancellation)
    }
    if done { matrix.copyUpperTriangle(threads: threads) }
    return done
  }
}
