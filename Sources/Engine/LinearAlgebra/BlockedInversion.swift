import COpenBLAS

/// The inverse of a symmetric positive definite matrix, in place, in tiles.
///
/// A = UᵀU, then U is replaced by W = U⁻¹, then W by WWᵀ = A⁻¹, each a row or a
/// column of tiles at a time. The tiles of one step do not depend on each
/// other. Only the upper triangle is in use.
@safe
struct BlockedInversion: @unchecked Sendable {
  /// [size, size], row-major.
  let base: UnsafeMutablePointer<Float>
  let size: Int
  /// The width of a tile.
  let block: Int
  let threads: Int

  private var blockCount: Int { (size + block - 1) / block }

  private var leading: blasint { LinearAlgebra.dimension(size) }

  /// Returns false if cancelled.
  func run(_ cancellation: Cancellation?) throws(NotPositiveDefinite) -> Bool {
    let diagonal = (0..<size).map { unsafe base[$0 * size + $0] }
    for step in 0..<blockCount {
      guard cancellation?.isCancelled != true else { return false }
      try factorRow(step, diagonal: diagonal)
    }
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: size * block) { column in
      guard let column = column.baseAddress else { return }
      for step in 0..<blockCount where cancellation?.isCancelled != true {
        unsafe invertColumn(step, copy: column)
      }
    }
    for step in 0..<blockCount {
      guard cancellation?.isCancelled != true else { return false }
      multiplyColumn(step)
    }
    return true
  }

  private func tile(_ i: Int, _ j: Int) -> UnsafeMutablePointer<Float> {
    unsafe base + i * block * size + j * block
  }

  private func width(_ index: Int) -> blasint { blasint(min(block, size - index * block)) }

  private func forEachBlock(_ range: Range<Int>, _ body: @Sendable (Int) -> Void) {
    Parallel.forEachChunk(count: range.count, chunkSize: 1, threads: threads) {
      body(range.lowerBound + $0.lowerBound)
    }
  }

  /// Row k of U, from the rows above it.
  private func factorRow(_ k: Int, diagonal: [Float]) throws(NotPositiveDefinite) {
    let above = blasint(k * block)
    if k > 0 {
      forEachBlock(k..<blockCount) { j in
        if j == k {
          unsafe cblas_ssyrk(
            CblasRowMajor, CblasUpper, CblasTrans, width(k), above, -1, tile(0, k), leading, 1,
            tile(k, k), leading)
        } else {
          unsafe cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, width(k), width(j), above, -1, tile(0, k),
            leading, tile(0, j), leading, 1, tile(k, j), leading)
        }
      }
    }
    var (order, stride, info) = (width(k), leading, blasint(0))
    // LAPACK reads rows as columns: its lower triangle is the upper one here.
    unsafe spotrf_("L", &order, tile(k, k), &stride, &info)
    // LAPACK lets a NaN pass, and a pivot may be nothing but rounding.
    let rounding = Float(size) * Float.ulpOfOne
    let rows = k * block..<k * block + Int(order)
    let bad = rows.first { row in
      let pivot = unsafe base[row * size + row]
      return !(pivot.isFinite && pivot * pivot > rounding * diagonal[row])
    }
    if info != 0 || bad != nil {
      throw NotPositiveDefinite(
        size: size, minor: info != 0 ? rows.lowerBound + Int(info) : (bad ?? 0) + 1)
    }
    forEachBlock(k + 1..<blockCount) { j in
      unsafe cblas_strsm(
        CblasRowMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, width(k), width(j), 1,
        tile(k, k), leading, tile(k, j), leading)
    }
  }

  /// Column j of W, from that of U and the columns of W before it:
  /// W₀ⱼ = −W₀₀·U₀ⱼ·Wⱼⱼ.
  private func invertColumn(_ j: Int, copy: UnsafeMutablePointer<Float>) {
    nonisolated(unsafe) let copy = unsafe copy
    let columns = Int(width(j))
    for row in 0..<j * block {
      unsafe (copy + row * block).update(
        from: base + row * size + j * block, count: columns)
    }
    var (order, stride, info) = (width(j), leading, blasint(0))
    unsafe strtri_("L", "N", &order, tile(j, j), &stride, &info)
    // The first tile has the longest sum, so it is handed out first.
    forEachBlock(0..<j) { i in
      unsafe cblas_strmm(
        CblasRowMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, width(i), width(j), 1,
        tile(i, i), leading, tile(i, j), leading)
      let between = (j - i - 1) * block
      if between > 0 {
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, width(i), width(j), blasint(between), 1,
          tile(i, i + 1), leading, copy + (i + 1) * block * block, blasint(block), 1, tile(i, j),
          leading)
      }
      unsafe cblas_strmm(
        CblasRowMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, width(i), width(j), -1,
        tile(j, j), leading, tile(i, j), leading)
    }
  }

  /// Column j of WWᵀ, from the columns of W from j on.
  private func multiplyColumn(_ j: Int) {
    let after = blasint(max(0, size - (j + 1) * block))
    forEachBlock(0..<j) { i in
      unsafe cblas_strmm(
        CblasRowMajor, CblasRight, CblasUpper, CblasTrans, CblasNonUnit, width(i), width(j), 1,
        tile(j, j), leading, tile(i, j), leading)
      if after > 0 {
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, width(i), width(j), after, 1, tile(i, j + 1),
          leading, tile(j, j + 1), leading, 1, tile(i, j), leading)
      }
    }
    var (order, stride, info) = (width(j), leading, blasint(0))
    unsafe slauum_("L", &order, tile(j, j), &stride, &info)
    if after > 0 {
      unsafe cblas_ssyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, width(j), after, 1, tile(j, j + 1), leading, 1,
        tile(j, j), leading)
    }
  }
}
