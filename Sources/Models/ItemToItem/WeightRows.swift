import Engine

/// Builds sparse weights of [items, items] row by row, on several threads, in memory
/// for one row a thread and the weights kept.
///
/// Each row is summed by one thread in an order of its own, so the result has the same
/// bits for any number of threads.
struct WeightRows {
  let itemCount: Int
  /// The weights of greatest magnitude that each row keeps; nil keeps all.
  let weightsPerItem: Int?
  let threads: Int

  private static let rowsPerChunk = 16

  private struct Row {
    var columns: [Int32] = []
    var values: [Float] = []
  }

  /// Builds the weights.
  ///
  /// - Parameters:
  ///   - model: named in errors.
  ///   - cancellation: checked before each row.
  ///   - add: adds the terms of a row to sums that are 0 before.
  ///   - weight: the weight of a row and a column by its sum; zeros are left out.
  /// - Returns: the model.
  /// - Throws: `notFinite` for a weight that overflows, named with the model;
  ///   `cancelled`.
  func build(
    for model: String, cancellation: Cancellation?,
    adding add: @Sendable (_ row: Int, _ sums: inout RowSums) -> Void,
    weight: @Sendable (_ row: Int, _ column: Int, _ sum: Double) -> Double
  ) throws(ModelError) -> ItemToItem {
    var rows = [Row](repeating: Row(), count: itemCount)
    let chunkCount = (itemCount + Self.rowsPerChunk - 1) / Self.rowsPerChunk
    let workers = max(1, min(threads, chunkCount))
    var sums = (0..<workers).map { _ in RowSums(itemCount) }
    rows.withUnsafeMutableBufferPointer { rows in
      sums.withUnsafeMutableBufferPointer { sums in
        // Each worker has sums of its own; each chunk writes its own rows.
        nonisolated(unsafe) let rows = rows
        nonisolated(unsafe) let sums = sums
        Parallel.forEach(count: chunkCount, workers: workers) { worker, chunk in
          let first = chunk * Self.rowsPerChunk
          for row in first..<min(first + Self.rowsPerChunk, itemCount) {
            if cancellation?.isCancelled == true { return }
            sums[worker].reset()
            add(row, &sums[worker])
            rows[row] = strongest(of: row, sums[worker], weight)
          }
        }
      }
    }
    if cancellation?.isCancelled == true { throw ModelError(.cancelled, "\(model): cancelled") }
    return ItemToItem(weights: .sparse(try joined(rows, model)))
  }

  private func strongest(
    of row: Int, _ sums: RowSums, _ weight: (Int, Int, Double) -> Double
  ) -> Row {
    var entries: [(column: Int32, value: Float)] = []
    entries.reserveCapacity(sums.touched.count)
    for column in sums.touched {
      let value = Float(weight(row, Int(column), sums[column]))
      if value != 0 { entries.append((column, value)) }
    }
    if let weightsPerItem, entries.count > weightsPerItem {
      // NaN, which ranks nowhere, is kept to be told of.
      let magnitudes = entries.map { $0.value.isNaN ? .infinity : $0.value.magnitude }
      entries = Ranking.top(weightsPerItem, of: magnitudes).map { entries[$0.index] }
    }
    entries.sort { $0.column < $1.column }
    return Row(columns: entries.map(\.column), values: entries.map(\.value))
  }

  private func joined(_ rows: [Row], _ model: String) throws(ModelError) -> SparseMatrix {
    var offsets = [0]
    offsets.reserveCapacity(rows.count + 1)
    for row in rows { offsets.append(offsets[offsets.count - 1] + row.columns.count) }
    var columns: [Int32] = []
    var values: [Float] = []
    columns.reserveCapacity(offsets[rows.count])
    values.reserveCapacity(offsets[rows.count])
    for (index, row) in rows.enumerated() {
      if let place = row.values.firstIndex(where: { !$0.isFinite }) {
        throw ModelError(
          .notFinite,
          "\(model): the weight of items \(index) and \(row.columns[place]) is "
            + "\(row.values[place]); lower the interactions' weights")
      }
      columns += row.columns
      values += row.values
    }
    guard
      let result = SparseMatrix(
        compressedRows: offsets, columns: columns, values: values, columnCount: itemCount)
    else { preconditionFailure("\(model): rows of \(itemCount) items out of order") }
    return result
  }
}

extension ItemToItem {
  /// Keeps the `count` weights of greatest magnitude of each row of a square matrix,
  /// zeros left out.
  init(strongest count: Int, of matrix: Tensor, threads: Int) {
    let builder = WeightRows(
      itemCount: matrix.rows, weightsPerItem: count, threads: threads)
    do {
      self = try builder.build(for: "item to item", cancellation: nil) { row, sums in
        for (column, value) in matrix.row(row).enumerated() where value != 0 {
          sums.add(Double(value), to: Int32(column))
        }
      } weight: {
        $2
      }
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
