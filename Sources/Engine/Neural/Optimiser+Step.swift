import CKernels
import Glibc

/// Elements a thread takes at a time.
private let chunkSize = 1 << 14
/// Rows of a table that a thread takes at a time.
private let rowsAtOnce = 64

// Runs of a layout are whole cache lines, so that the loops have no remainder.
// The gaps hold zeros and every rule keeps them zero.

extension Optimiser {
  /// Makes one update from the gradients in the slab, and counts it.
  ///
  /// Of a table, the rows without a gradient stay as they are, with their moments
  /// and without decay: the lazy form of the rule.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Precondition: the slab keeps the moments of the rule.
  package func step(_ slab: ParameterSlab, learningRate: Float, threads: Int = 1) {
    precondition(
      slab.momentCount >= momentCount,
      "optimiser: needs \(momentCount) moments, the slab keeps \(slab.momentCount)")
    slab.stepCount += 1
    // Every thread writes to elements of its own.
    nonisolated(unsafe) let target = slab
    let layout = slab.layout
    let rates = corrected(learningRate, steps: slab.stepCount)
    Parallel.forEachChunk(count: layout.denseSize, chunkSize: chunkSize, threads: threads) {
      chunk in
      for run in layout.runs where run.range.overlaps(chunk) {
        let decay = run.decays ? weightDecay : 0
        unsafe update(target, run.range.clamped(to: chunk), rates, decay: decay)
      }
    }
    for table in layout.tables {
      let (rows, size) = (slab.usedRows(of: table).rows, table.shape[1])
      Parallel.forEachChunk(count: rows.count, chunkSize: rowsAtOnce, threads: threads) { chunk in
        for index in chunk {
          let start = table.offset + Int(rows[index]) * size
          unsafe update(target, start..<start + size, rates, decay: weightDecay)
        }
      }
    }
  }

  private func update(_ slab: ParameterSlab, _ range: Range<Int>, _ rates: Rates, decay: Float) {
    let kernels = unsafe Kernels.native.pointee.updates
    let (start, count, rate) = (range.lowerBound, range.count, rates.given)
    let (x, g) = unsafe (slab.values + start, slab.gradients + start)
    let moments = unsafe (
      momentCount > 0 ? slab.moment(0) + start : x, momentCount > 1 ? slab.moment(1) + start : x
    )
    switch rule {
    case .gradientDescent: unsafe kernels.descend(x, g, count, rate, decay)
    case .momentum(let factor):
      unsafe kernels.gain_momentum(x, g, moments.0, count, rate, decay, factor)
    case .adaGrad(let epsilon):
      unsafe kernels.scale(x, g, moments.0, count, rate, decay, 1, 1, positive(epsilon))
    case .rmsProp(let smoothing, let epsilon):
      unsafe kernels.scale(
        x, g, moments.0, count, rate, decay, smoothing, 1 - smoothing, positive(epsilon))
    case .adam(let first, let second, let epsilon):
      unsafe kernels.adapt(
        x, g, moments.0, moments.1, count, rates.corrected, decay, 1, first, second,
        rates.correction, positive(epsilon))
    case .adamW(let first, let second, let epsilon):
      unsafe kernels.adapt(
        x, g, moments.0, moments.1, count, rates.corrected, 0, 1 - rate * decay, first, second,
        rates.correction, positive(epsilon))
    }
  }

  /// Where gradient and epsilon are both zero nothing may move.
  private func positive(_ epsilon: Float) -> Float { max(epsilon, .leastNormalMagnitude) }

  /// The learning rate, and what makes up for averages that start at zero.
  private struct Rates: Sendable {
    let given: Float
    /// The learning rate over the correction of the average.
    let corrected: Float
    /// The factor of the root of the average of squares.
    let correction: Float
  }

  private func corrected(_ rate: Float, steps: Int) -> Rates {
    let (first, second): (Float, Float)
    switch rule {
    case .adam(let one, let two, _), .adamW(let one, let two, _): (first, second) = (one, two)
    default: return Rates(given: rate, corrected: rate, correction: 1)
    }
    let steps = Double(steps)
    return Rates(
      given: rate, corrected: Float(Double(rate) / (1 - pow(Double(first), steps))),
      correction: Float(1 / (1 - pow(Double(second), steps)).squareRoot()))
  }
}
