import Engine

/// One side of alternating least squares: improves the factors of the rows of
/// a matrix while those of its columns stay fixed.
///
/// Rows do not depend on each other, so the schedule cannot change a bit.
struct ALSSweep {
  /// Entries of a piece of work, about; a longer row is one by itself.
  private static let entriesPerChunk = 4096
  /// The pieces in which a Gram matrix is summed, whatever the number of threads.
  private static let gramShards = 8

  private let interactions: ALSInteractions
  private let configuration: ImplicitALS.Configuration
  /// Rows to be worked on together, the longest first.
  private let chunks: [Range<Int>]

  init(_ interactions: ALSInteractions, _ configuration: ImplicitALS.Configuration) {
    self.interactions = interactions
    self.configuration = configuration
    chunks = Self.chunks(of: interactions, rowCost: configuration.dimension / 2)
  }

  /// Ranges of rows of about equal cost, the dearest first, so that no thread
  /// starts on a long row when the others are done.
  private static func chunks(of interactions: ALSInteractions, rowCost: Int) -> [Range<Int>] {
    var chunks: [(rows: Range<Int>, cost: Int)] = []
    var (start, cost) = (0, 0)
    for row in 0..<interactions.rowCount {
      let next = interactions.entryCount(in: row..<row + 1) + rowCost
      if cost > 0 && cost + next > entriesPerChunk {
        chunks.append((start..<row, cost))
        (start, cost) = (row, 0)
      }
      cost += next
    }
    if start < interactions.rowCount { chunks.append((start..<interactions.rowCount, cost)) }
    return chunks.sorted {
      ($1.cost, $0.rows.lowerBound) < ($0.cost, $1.rows.lowerBound)
    }.map(\.rows)
  }

  /// Improves the rows' factors.
  ///
  /// - Parameters:
  ///   - factors: [rows, dimension], replaced.
  ///   - fixed: the factors of the columns, [columns, dimension].
  func improve(_ factors: inout Tensor, given fixed: Tensor) {
    let dimension = fixed.columns
    let gram = paddedGram(of: fixed)
    factors.withUnsafeMutableBufferPointer { factors in
      guard let factors = factors.baseAddress else { return }
      // Each row has one writer.
      nonisolated(unsafe) let target = factors
      forEachRow(given: fixed, gram: gram) { equations, row, index, workspace in
        solve(equations, row, target + index * dimension, workspace)
      }
    }
  }

  /// Memory for the work on a row.
  private typealias Workspace = (
    scratch: UnsafeMutablePointer<Float>, predictions: UnsafeMutablePointer<Float>
  )

  private func solve(
    _ equations: ALSEquations, _ row: ALSRow, _ x: UnsafeMutablePointer<Float>,
    _ workspace: Workspace
  ) {
    guard row.count > 0 else {
      // Nothing pulls the vector away from zero.
      x.update(repeating: 0, count: configuration.dimension)
      return
    }
    if configuration.solver == .conjugateGradient {
      equations.takeSteps(
        configuration.conjugateGradientSteps, row.equations(penalty: row.penalty), x,
        scratch: workspace.scratch)
      return
    }
    // Confidences many orders of magnitude above the penalty can hide it from
    // Float32; it is then raised until it shows.
    var penalty = row.penalty
    while penalty.isFinite {
      let entries = row.equations(penalty: penalty)
      let isSolved =
        configuration.solver == .cholesky
        ? equations.solve(entries, x, scratch: workspace.scratch)
        : equations.solveBlocks(
          of: configuration.blockSize, entries, x, predictions: workspace.predictions,
          scratch: workspace.scratch)
      if isSolved { return }
      penalty *= 10
    }
    // Left to the check of all factors at the end of the fit.
    x.update(repeating: .nan, count: configuration.dimension)
  }

  /// Calls `body` for each row on several threads, with its entries and its index.
  private func forEachRow(
    given fixed: Tensor, gram: Tensor,
    _ body: @Sendable (ALSEquations, ALSRow, Int, Workspace) -> Void
  ) {
    let scratchCount = Kernels.padded(ALSEquations.scratchCount(dimension: fixed.columns))
    let predictionCount = configuration.solver == .blocks ? Kernels.padded(longestRow) : 0
    let workers = min(configuration.threads, max(chunks.count, 1))
    let workspaceCount = scratchCount + predictionCount
    fixed.withUnsafeBufferPointer { fixed in
      gram.withUnsafeBufferPointer { gram in
        guard let fixed = fixed.baseAddress, let gram = gram.baseAddress else { return }
        withUnsafeTemporaryAllocation(byteCount: 4 * workers * workspaceCount, alignment: 64) {
          guard let memory = $0.bindMemory(to: Float.self).baseAddress else { return }
          // Each worker writes to its own part.
          nonisolated(unsafe) let shared = (
            memory: memory,
            equations: ALSEquations(
              fixed: fixed, dimension: configuration.dimension, gram: gram,
              gramWeight: Float(configuration.unobservedWeight))
          )
          Parallel.forEach(count: chunks.count, workers: workers) { worker, chunk in
            let scratch = shared.memory + worker * workspaceCount
            forEachRow(in: chunks[chunk]) {
              body(shared.equations, $0, $1, (scratch, scratch + scratchCount))
            }
          }
        }
      }
    }
  }

  /// Calls `body` with the entries and the index of each row in a range.
  private func forEachRow(in rows: Range<Int>, _ body: (ALSRow, Int) -> Void) {
    interactions.withEntries(of: rows) { columns, confidences, known in
      var start = 0
      for index in rows {
        let count = interactions.entryCount(in: index..<index + 1)
        let row = ALSRow(
          columns: columns + start, confidences: confidences + start, count: count,
          known: known - start, penalty: penaltyWeight(entries: count))
        body(row, index)
        start += count
      }
    }
  }

  private var longestRow: Int {
    (0..<interactions.rowCount).lazy.map { interactions.entryCount(in: $0..<$0 + 1) }.max() ?? 0
  }

  /// Above 0 in Float32 as well, so that it can be raised.
  private func penaltyWeight(entries: Int) -> Float {
    let weight = configuration.penaltyWeight(entries: entries, of: interactions.columnCount)
    return max(Float(weight), .leastNormalMagnitude)
  }

  /// The Gram matrix of factors, with zeros up to a multiple of sixteen columns.
  private func paddedGram(of factors: Tensor) -> Tensor {
    let (rows, dimension) = (factors.rows, factors.columns)
    let (size, shards) = (Kernels.padded(dimension), Self.gramShards)
    var partial = Tensor(zeros: [shards, dimension * dimension])
    partial.withUnsafeMutableBufferPointer { partial in
      factors.withUnsafeBufferPointer { factors in
        guard let factors = factors.baseAddress, let partial = partial.baseAddress else { return }
        // Each shard writes its own part.
        nonisolated(unsafe) let shared = (factors: factors, partial: partial)
        Parallel.forEachChunk(count: shards, chunkSize: 1, threads: configuration.threads) {
          let shard = $0.lowerBound
          let (start, end) = (rows * shard / shards, rows * (shard + 1) / shards)
          guard start < end else { return }
          Kernels.addGram(
            shared.factors + start * dimension, rows: end - start, columns: dimension,
            to: shared.partial + shard * dimension * dimension)
        }
      }
    }
    var gram = Tensor(zeros: [size, size])
    for i in 0..<dimension {
      for j in i..<dimension {
        var sum: Float = 0
        for shard in 0..<shards { sum += partial[shard, i * dimension + j] }
        gram[i, j] = sum
        gram[j, i] = sum
      }
    }
    return gram
  }

  /// The loss without the penalty of the columns.
  func loss(_ rows: Tensor, _ columns: Tensor) -> Double {
    let dimension = rows.columns
    let gram = paddedGram(of: columns)
    // Σ_all ŷ² is the inner product of the two Gram matrices.
    let all = zip(paddedGram(of: rows).values, gram.values)
      .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    var losses = [Double](repeating: 0, count: interactions.rowCount)
    losses.withUnsafeMutableBufferPointer { losses in
      rows.withUnsafeBufferPointer { rows in
        guard let rows = rows.baseAddress else { return }
        nonisolated(unsafe) let shared = (rows: rows, losses: losses)
        forEachRow(given: columns, gram: gram) { equations, row, index, workspace in
          shared.losses[index] = equations.observedLoss(
            row.equations(penalty: row.penalty), shared.rows + index * dimension,
            scratch: workspace.scratch)
        }
      }
    }
    return losses.reduce(configuration.unobservedWeight * all + penalty(rows), +)
  }

  /// The penalty of the rows' factors.
  func penalty(_ factors: Tensor) -> Double {
    let dimension = factors.columns
    return factors.withUnsafeBufferPointer { factors in
      var sum = 0.0
      for row in 0..<interactions.rowCount {
        var squares = 0.0
        for value in factors[row * dimension..<(row + 1) * dimension] {
          squares += Double(value) * Double(value)
        }
        sum += Double(penaltyWeight(entries: interactions.entryCount(in: row..<row + 1))) * squares
      }
      return sum
    }
  }
}
