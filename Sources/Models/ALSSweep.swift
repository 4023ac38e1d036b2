import Engine

/// One side of alternating least squares: improves the factors of the rows of
/// a matrix while those of its columns stay fixed.
///
/// The vector x of a row solves (α₀G + Σ c·hhᵀ + λf·I)·x = Σ c·h, where G is the
/// Gram matrix of the column factors h and the sums run over the row's entries.
/// Rows do not depend on each other, so the schedule cannot change a bit.
struct ALSSweep {
  private static let rowsPerChunk = 64

  private let matrix: SparseMatrix
  private let configuration: ImplicitALS.Configuration

  init(_ matrix: SparseMatrix, _ configuration: ImplicitALS.Configuration) {
    self.matrix = matrix
    self.configuration = configuration
  }

  /// λ times a row's frequency |entries| + α₀·|columns|.
  private func penaltyWeight(ofRow row: Int) -> Float {
    Float(
      configuration.penaltyWeight(entries: matrix.entries(ofRow: row).count, of: matrix.columnCount)
    )
  }

  /// Improves the rows' factors, by steps from the present ones or exactly.
  ///
  /// - Parameters:
  ///   - factors: [rows, dimension], replaced.
  ///   - fixed: the factors of the columns, [columns, dimension].
  func improve(_ factors: inout Tensor, given fixed: Tensor) {
    let dimension = fixed.columns
    let gram = LinearAlgebra.gram(fixed)
    factors.withUnsafeMutableBufferPointer { factors in
      fixed.withUnsafeBufferPointer { fixed in
        gram.withUnsafeBufferPointer { gram in
          guard let factors = factors.baseAddress, let fixed = fixed.baseAddress,
            let gram = gram.baseAddress
          else { return }
          // Shared by the threads: each row has one writer, the rest is read.
          nonisolated(unsafe) let shared = (factors: factors, fixed: fixed, gram: gram)
          Parallel.forEachChunk(
            count: matrix.rowCount, chunkSize: Self.rowsPerChunk, threads: configuration.threads
          ) { chunk in
            let longest = chunk.lazy.map { matrix.entries(ofRow: $0).count }.max() ?? 0
            withUnsafeTemporaryAllocation(
              byteCount: 4 * scratchSize(longest: longest, dimension), alignment: 64
            ) { scratch in
              guard let scratch = scratch.bindMemory(to: Float.self).baseAddress else { return }
              switch configuration.solver {
              case .conjugateGradient:
                improveBySteps(
                  chunk, shared.factors, given: shared.fixed, gram: shared.gram, dimension,
                  longest: longest, scratch)
              case .cholesky:
                let solver = ALSExactSolver(
                  gram: shared.gram, gramWeight: Float(configuration.unobservedWeight),
                  dimension: dimension, scratch: scratch)
                for row in chunk {
                  solver.solve(
                    shared.factors + row * dimension, entries: matrix.entries(ofRow: row),
                    of: matrix, fixed: shared.fixed, penalty: penaltyWeight(ofRow: row))
                }
              }
            }
          }
        }
      }
    }
  }

  private func scratchSize(longest: Int, _ dimension: Int) -> Int {
    switch configuration.solver {
    case .conjugateGradient: longest * (dimension + 1) + 3 * dimension
    case .cholesky: longest * dimension + dimension * dimension
    }
  }

  private func improveBySteps(
    _ rows: Range<Int>, _ factors: UnsafeMutablePointer<Float>,
    given fixed: UnsafePointer<Float>, gram: UnsafePointer<Float>, _ dimension: Int,
    longest: Int, _ scratch: UnsafeMutablePointer<Float>
  ) {
    let solver = ALSRowSolver(
      gram: gram, gramWeight: Float(configuration.unobservedWeight), dimension: dimension,
      longestRow: longest, scratch: scratch)
    for row in rows {
      let entries = matrix.entries(ofRow: row)
      solver.gather(entries, of: matrix, from: fixed)
      matrix.values.withUnsafeBufferPointer { confidences in
        guard let confidences = confidences.baseAddress else { return }
        solver.improve(
          factors + row * dimension, confidences: confidences + entries.lowerBound,
          count: entries.count, penalty: penaltyWeight(ofRow: row),
          steps: configuration.conjugateGradientSteps)
      }
    }
  }

  /// The loss without the penalty of the columns.
  func loss(_ rows: Tensor, _ columns: Tensor) -> Double {
    let dimension = rows.columns
    // Σ_all ŷ² is the inner product of the two Gram matrices.
    let all = zip(LinearAlgebra.gram(rows).values, LinearAlgebra.gram(columns).values)
      .reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let observed = rows.withUnsafeBufferPointer { rows in
      columns.withUnsafeBufferPointer { columns in
        guard let rows = rows.baseAddress, let columns = columns.baseAddress else { return 0.0 }
        nonisolated(unsafe) let shared = (rows: rows, columns: columns)
        return Parallel.sum(
          count: matrix.rowCount, chunkSize: Self.rowsPerChunk, threads: configuration.threads
        ) { chunk in
          var sum = 0.0
          for row in chunk {
            for entry in matrix.entries(ofRow: row) {
              let column = Int(matrix.columns[entry])
              let error =
                1
                - Kernels.dot(
                  shared.rows + row * dimension, shared.columns + column * dimension, dimension)
              sum += Double(matrix.values[entry]) * Double(error * error)
            }
          }
          return sum
        }
      }
    }
    return observed + configuration.unobservedWeight * all + penalty(rows)
  }

  /// The penalty of the rows' factors.
  func penalty(_ factors: Tensor) -> Double {
    var sum = 0.0
    for row in 0..<matrix.rowCount {
      let squares = factors.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
      sum += Double(penaltyWeight(ofRow: row)) * squares
    }
    return sum
  }
}

extension ImplicitALS.Configuration {
  /// λ·(n + α₀·N): the penalty of a row with n of N possible entries.
  func penaltyWeight(entries: Int, of possible: Int) -> Double {
    regularization * (Double(entries) + unobservedWeight * Double(possible))
  }
}
