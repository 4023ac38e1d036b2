import CKernels
import Glibc

/// Elements a thread takes at a time.
private let chunkSize = 1 << 14

// Runs of a layout are whole cache lines, so that the loops have no remainder.
// The gaps hold zeros and every rule keeps them zero.

extension Optimiser {
  /// Makes one update from the gradients in the slab, and counts it.
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
    Parallel.forEachChunk(count: layout.size, chunkSize: chunkSize, threads: threads) { chunk in
      for run in layout.runs where run.range.overlaps(chunk) {
        let decay = run.decays ? weightDecay : 0
        unsafe update(target, run.range.clamped(to: chunk), rate: learningRate, decay: decay)
      }
    }
  }

  private func update(_ slab: ParameterSlab, _ range: Range<Int>, rate: Float, decay: Float) {
    let kernels = unsafe Kernels.native.pointee.updates
    let (start, count) = (range.lowerBound, range.count)
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
      let (rate, correction) = corrected(rate, first, second, steps: slab.stepCount)
      unsafe kernels.adapt(
        x, g, moments.0, moments.1, count, rate, decay, 1, first, second, correction,
        positive(epsilon))
    case .adamW(let first, let second, let epsilon):
      let shrink = 1 - rate * decay
      let (rate, correction) = corrected(rate, first, second, steps: slab.stepCount)
      unsafe kernels.adapt(
        x, g, moments.0, moments.1, count, rate, 0, shrink, first, second, correction,
        positive(epsilon))
    }
  }

  /// Where gradient and epsilon are both zero nothing may move.
  private func positive(_ epsilon: Float) -> Float { max(epsilon, .leastNormalMagnitude) }

  /// The learning rate and the factor of the root of the squares, corrected for
  /// averages that start at zero.
  private func corrected(
    _ rate: Float, _ first: Float, _ second: Float, steps: Int
  ) -> (rate: Float, correction: Float) {
    let steps = Double(steps)
    return (
      Float(Double(rate) / (1 - pow(Double(first), steps))),
      Float(1 / (1 - pow(Double(second), steps)).squareRoot())
    )
  }
}
