import CKernels

/// Elements a thread takes at a time, whose squares are summed in Float32.
private let chunkSize = 1 << 12
/// Rows of a table that a thread takes at a time.
private let rowsAtOnce = 64

extension ParameterSlab {
  /// Sets the gradients to the sum over shards, added in their order whatever
  /// the number of threads, and clears those of the shards.
  ///
  /// - Returns: the Euclidean norm of the sum.
  /// - Precondition: the shards have the layout of this slab.
  @discardableResult
  package func gatherGradients(of shards: [ParameterSlab], threads: Int = 1) -> Double {
    for shard in shards {
      precondition(
        shard.layout == layout && shard !== self,
        "gatherGradients: a shard of \(shard.layout.size) elements, the slab has \(layout.size)")
    }
    let (size, start) = unsafe (layout.denseSize, gradients)
    clearTableGradients()
    let tables = layout.tables.reduce(0) { $0 + gatherRows(of: $1, shards, threads: threads) }
    let sources = unsafe shards.map { unsafe $0.gradients }
    return unsafe sources.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else {
        clearGradients()
        return 0
      }
      // A chunk of each is touched by one thread.
      nonisolated(unsafe) let (sources, target) = unsafe (first, start)
      let (gather, count) = unsafe (Kernels.native.pointee.updates.gather, buffer.count)
      let total = Parallel.sum(count: size, chunkSize: chunkSize, threads: threads) { range in
        let (start, length) = (range.lowerBound, range.count)
        return unsafe Double(gather(target + start, sources, count, start, length))
      }
      return (total + tables).squareRoot()
    }
  }

  /// Does for the used rows of a table what `gatherGradients` does for the rest.
  ///
  /// - Returns: the sum of the squares.
  private func gatherRows(of table: Parameter, _ shards: [ParameterSlab], threads: Int) -> Double {
    let used = usedRows(of: table)
    for shard in shards {
      for row in shard.usedRows(of: table).rows { used.insert(row) }
      shard.usedRows(of: table).removeAll()
    }
    let (rows, size) = (used.rows, table.shape[1])
    let sources = unsafe shards.map { unsafe $0.gradients }
    return unsafe sources.withUnsafeBufferPointer { buffer in
      guard let first = buffer.baseAddress else { return 0 }
      // A row of each is touched by one thread.
      nonisolated(unsafe) let (sources, target) = unsafe (first, gradients)
      let (gather, count) = unsafe (Kernels.native.pointee.updates.gather, buffer.count)
      return Parallel.sum(count: rows.count, chunkSize: rowsAtOnce, threads: threads) { range in
        range.reduce(0) { sum, index in
          let start = table.offset + Int(rows[index]) * size
          return unsafe sum + Double(gather(target + start, sources, count, start, size))
        }
      }
    }
  }

  /// Multiplies all gradients by a factor.
  package func scaleGradients(by factor: Float, threads: Int = 1) {
    nonisolated(unsafe) let gradients = unsafe gradients
    Parallel.forEachChunk(count: layout.denseSize, chunkSize: chunkSize, threads: threads) {
      range in
      unsafe Kernels.scale(gradients + range.lowerBound, by: factor, count: range.count)
    }
    for table in layout.tables {
      for row in usedRows(of: table).rows {
        let start = table.offset + Int(row) * table.shape[1]
        unsafe Kernels.scale(gradients + start, by: factor, count: table.shape[1])
      }
    }
  }
}
