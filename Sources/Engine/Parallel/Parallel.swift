import COpenBLAS

/// Loops over independent pieces of work on several threads.
///
/// Which thread runs which chunk varies from run to run, so a body writes only
/// to what its chunk owns. Sums over chunks are kept one per chunk and added in
/// chunk order; then a result does not depend on the schedule nor on the number
/// of threads.
package enum Parallel {
  /// The number of processors this process may run on, as `taskset` and
  /// containers limit it.
  ///
  /// OpenBLAS asks the scheduler for the affinity mask, which Swift's Glibc module
  /// does not show.
  package static let coreCount = max(1, Int(openblas_get_num_procs()))

  /// Calls `body` once for each chunk of `0..<count`, concurrently.
  ///
  /// Returns when all chunks are done. The chunks are handed out in order to
  /// whichever thread is free.
  ///
  /// - Parameters:
  ///   - count: the number of elements.
  ///   - chunkSize: elements a call; the last chunk may be shorter.
  ///   - threads: how many threads share the work, the caller's included.
  ///   - body: called with ranges that cover `0..<count` without overlap.
  package static func forEachChunk(
    count: Int, chunkSize: Int, threads: Int = coreCount, _ body: @Sendable (Range<Int>) -> Void
  ) {
    precondition(
      count >= 0 && chunkSize > 0 && threads > 0,
      "forEachChunk: count \(count), chunk size \(chunkSize), threads \(threads)")
    forEach(count: (count + chunkSize - 1) / chunkSize, workers: threads) { _, chunk in
      body(chunk * chunkSize..<min(count, (chunk + 1) * chunkSize))
    }
  }

  /// The sum of `body` over the chunks of `0..<count`, added in chunk order.
  package static func sum(
    count: Int, chunkSize: Int, threads: Int = coreCount,
    _ body: @Sendable (Range<Int>) -> Double
  ) -> Double {
    precondition(chunkSize > 0, "sum: chunk size \(chunkSize)")
    var partial = [Double](repeating: 0, count: (count + chunkSize - 1) / chunkSize)
    unsafe partial.withUnsafeMutableBufferPointer { buffer in
      // Each chunk writes its own element.
      nonisolated(unsafe) let partial = unsafe buffer
      forEachChunk(count: count, chunkSize: chunkSize, threads: threads) { range in
        unsafe partial[range.lowerBound / chunkSize] = body(range)
      }
    }
    return partial.reduce(0, +)
  }
}
