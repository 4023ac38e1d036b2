import Engine

/// The dual of sixteen one-vs-rest machines at a time.
///
/// Each lane of a vector is one machine, so that a row's entries are read once
/// for sixteen. Rows at which no lane can move are left out until the others
/// have settled.
struct DualDescentProblem: Sendable {
  /// What one call of `solve` finds.
  struct Solution: Sendable {
    /// [columns in `columnOrder`, 16].
    let weights: [Float]
    let intercepts: [Float]
    let hasConverged: Bool
  }

  /// The original columns, the most frequent first: what most rows share then
  /// lies close together and stays in the cache.
  let columnOrder: [Int]
  private let rowOffsets: [Int]
  private let columns: [Int32]
  private let values: [Float]
  private let labels: [Int]
  /// The rows of a weight above zero.
  private let rows: [Int32]
  /// By row: the second derivative that the loss adds, 1/(2C).
  private let diagonals: [Float]
  /// By row: one over the second derivative of the dual.
  private let steps: [Float]
  private let configuration: OneVsRestSVM.Configuration

  init(
    _ features: SparseMatrix, labels: [Int], sampleWeights: [Float]?,
    configuration: OneVsRestSVM.Configuration
  ) {
    var counts = [Int](repeating: 0, count: features.columnCount)
    for column in features.columns { counts[Int(column)] += 1 }
    columnOrder = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    var positions = [Int32](repeating: 0, count: features.columnCount)
    for (position, column) in columnOrder.enumerated() { positions[column] = Int32(position) }
    columns = features.columns.map { positions[Int($0)] }
    rowOffsets = features.rowOffsets
    values = features.values
    self.labels = labels
    self.configuration = configuration
    rows = labels.indices.filter { sampleWeights?[$0] != 0 }.map(Int32.init)
    diagonals = labels.indices.map {
      Float(configuration.l2 / 2) / max(sampleWeights?[$0] ?? 1, .leastNormalMagnitude)
    }
    var steps: [Float] = []
    steps.reserveCapacity(labels.count)
    for row in labels.indices {
      var curvature = 1 + diagonals[row]
      for entry in features.entries(ofRow: row) {
        curvature += features.values[entry] * features.values[entry]
      }
      steps.append(1 / curvature)
    }
    self.steps = steps
  }

  /// Whether every row's squared length is a number.
  var isFinite: Bool { steps.allSatisfy { $0 > 0 } }

  /// The machines of up to sixteen neighbouring classes.
  func solve(classes: Range<Int>, _ cancellation: Cancellation?) -> Solution {
    var state = DualDescentState(columnCount: columnOrder.count, rowCount: labels.count)
    for lane in 0..<classes.count { state.live[lane] = 1 }
    var generator = Xoshiro256StarStar(seed: configuration.seed)
    var active = rows
    var limit = Lanes(repeating: .infinity)
    let tolerance = Float(configuration.tolerance)
    var hasConverged = false
    for _ in 0..<configuration.maximumIterations {
      if cancellation?.isCancelled == true { break }
      generator.shuffle(&active)
      let violation = pass(&state, &active, classes, limit: limit)
      if violation.max() <= tolerance {
        if active.count == rows.count {
          hasConverged = true
          break
        }
        active = rows
        limit = Lanes(repeating: .infinity)
      } else {
        limit = violation
      }
    }
    return Solution(
      weights: state.weights, intercepts: (0..<classes.count).map { state.intercepts[$0] },
      hasConverged: hasConverged)
  }

  /// One pass over the active rows, from which it drops those that are settled.
  ///
  /// - Parameters:
  ///   - state: the machines.
  ///   - active: the rows; those that stay active are left.
  ///   - classes: the class of each lane.
  ///   - limit: by lane, the slope from which on a variable at zero is taken to
  ///     stay there.
  /// - Returns: by lane, the largest violation met.
  private func pass(
    _ state: inout DualDescentState, _ active: inout [Int32], _ classes: Range<Int>, limit: Lanes
  ) -> Lanes {
    var kept = 0
    var violation = Lanes.zero
    state.withMemory { memory in
      columns.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in
          guard let columns = columns.baseAddress, let values = values.baseAddress else { return }
          for row in active {
            let index = Int(row)
            let start = rowOffsets[index]
            var signs = memory.absent
            if classes.contains(labels[index]) {
              signs[labels[index] - classes.lowerBound] = 1
            }
            let isSettled = memory.step(
              row: index, columns + start, values + start, count: rowOffsets[index + 1] - start,
              signs: signs, diagonal: diagonals[index], size: steps[index], limit: limit,
              violation: &violation)
            if !isSettled {
              active[kept] = row
              kept += 1
            }
          }
        }
      }
    }
    active.removeLast(active.count - kept)
    return violation
  }
}
