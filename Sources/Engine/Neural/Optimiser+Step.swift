import Glibc

// Runs of a layout are whole cache lines, so that the loops have no remainder.
// The gaps hold zeros and every rule keeps them zero.

extension Optimiser {
  /// Makes one update from the gradients in the slab, and counts it.
  ///
  /// - Precondition: the slab keeps the moments of the rule.
  package func step(_ slab: ParameterSlab, learningRate: Float) {
    precondition(
      slab.momentCount >= momentCount,
      "optimiser: needs \(momentCount) moments, the slab keeps \(slab.momentCount)")
    slab.stepCount += 1
    for run in slab.layout.runs {
      let decay = run.decays ? weightDecay : 0
      switch rule {
      case .gradientDescent: descend(slab, run.range, learningRate, decay)
      case .momentum(let factor): gainMomentum(slab, run.range, learningRate, decay, factor)
      case .adaGrad(let epsilon):
        scale(slab, run.range, learningRate, decay, keep: 1, add: 1, epsilon)
      case .rmsProp(let smoothing, let epsilon):
        scale(slab, run.range, learningRate, decay, keep: smoothing, add: 1 - smoothing, epsilon)
      case .adam(let first, let second, let epsilon):
        adapt(slab, run.range, learningRate, coupled: decay, decoupled: 0, first, second, epsilon)
      case .adamW(let first, let second, let epsilon):
        adapt(slab, run.range, learningRate, coupled: 0, decoupled: decay, first, second, epsilon)
      }
    }
  }

  private func descend(_ slab: ParameterSlab, _ range: Range<Int>, _ rate: Float, _ decay: Float) {
    let (values, gradients) = unsafe (slab.values, slab.gradients)
    for i in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let x = unsafe Kernels.load(values + i)
      let g = unsafe Kernels.load(gradients + i) + decay * x
      unsafe Kernels.store(x - rate * g, values + i)
    }
  }

  private func gainMomentum(
    _ slab: ParameterSlab, _ range: Range<Int>, _ rate: Float, _ decay: Float, _ factor: Float
  ) {
    let (values, gradients, velocities) = unsafe (slab.values, slab.gradients, slab.moment(0))
    for i in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let x = unsafe Kernels.load(values + i)
      let g = unsafe Kernels.load(gradients + i) + decay * x
      let v = unsafe factor * Kernels.load(velocities + i) + g
      unsafe Kernels.store(v, velocities + i)
      unsafe Kernels.store(x - rate * v, values + i)
    }
  }

  private func scale(
    _ slab: ParameterSlab, _ range: Range<Int>, _ rate: Float, _ decay: Float, keep: Float,
    add: Float, _ epsilon: Float
  ) {
    let (values, gradients, squares) = unsafe (slab.values, slab.gradients, slab.moment(0))
    for i in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let x = unsafe Kernels.load(values + i)
      let g = unsafe Kernels.load(gradients + i) + decay * x
      let s = unsafe keep * Kernels.load(squares + i) + add * (g * g)
      unsafe Kernels.store(s, squares + i)
      // Where gradient and epsilon are both zero nothing may move.
      let divisor = Kernels.squareRoot(s) + max(epsilon, .leastNormalMagnitude)
      unsafe Kernels.store(x - rate * (g / divisor), values + i)
    }
  }

  private func adapt(
    _ slab: ParameterSlab, _ range: Range<Int>, _ rate: Float, coupled: Float, decoupled: Float,
    _ first: Float, _ second: Float, _ epsilon: Float
  ) {
    let (values, gradients) = unsafe (slab.values, slab.gradients)
    let (means, squares) = unsafe (slab.moment(0), slab.moment(1))
    let steps = Double(slab.stepCount)
    let correctedRate = Float(Double(rate) / (1 - pow(Double(first), steps)))
    let correction = Float(1 / (1 - pow(Double(second), steps)).squareRoot())
    let shrink = 1 - rate * decoupled
    for i in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      let x = unsafe Kernels.load(values + i)
      let g = unsafe Kernels.load(gradients + i) + coupled * x
      let m = unsafe first * Kernels.load(means + i) + (1 - first) * g
      let v = unsafe second * Kernels.load(squares + i) + (1 - second) * (g * g)
      unsafe Kernels.store(m, means + i)
      unsafe Kernels.store(v, squares + i)
      let divisor = Kernels.squareRoot(v) * correction + max(epsilon, .leastNormalMagnitude)
      unsafe Kernels.store(shrink * x - correctedRate * (m / divisor), values + i)
    }
  }
}
