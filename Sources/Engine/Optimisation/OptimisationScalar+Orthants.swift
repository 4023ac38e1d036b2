// The element-wise steps of problems with an L1 penalty.

extension OptimisationScalar {
  package static func softThreshold(_ x: inout [Self], by threshold: Self) {
    precondition(threshold >= 0, "soft threshold: \(threshold)")
    for i in x.indices {
      let size = abs(x[i]) - threshold
      x[i] = size > 0 ? (x[i] < 0 ? -size : size) : (x[i].isNaN ? x[i] : 0)
    }
  }

  package static func absolutePenalty(_ x: [Self], _ penalties: [Self]) -> Double {
    var sum = 0.0
    for i in x.indices where penalties[i] > 0 { sum += Double(penalties[i]) * Double(abs(x[i])) }
    return sum
  }

  package static func pseudoGradient(
    _ result: inout [Self], _ x: [Self], _ gradient: [Self], _ penalties: [Self]
  ) {
    for i in x.indices {
      if x[i] > 0 {
        result[i] = gradient[i] + penalties[i]
      } else if x[i] < 0 {
        result[i] = gradient[i] - penalties[i]
      } else {
        // Zero is left only by a slope that the penalty does not hold back.
        let size = abs(gradient[i]) - penalties[i]
        result[i] = size <= 0 ? 0 : (gradient[i] < 0 ? -size : size)
      }
    }
  }

  package static func align(
    _ direction: inout [Self], _ pseudoGradient: [Self], _ penalties: [Self]
  ) {
    for i in direction.indices where penalties[i] > 0 && direction[i] * pseudoGradient[i] <= 0 {
      direction[i] = 0
    }
  }

  package static func orthantStep(
    _ trial: inout [Self], _ x: [Self], _ step: Self, _ direction: [Self],
    _ pseudoGradient: [Self], _ penalties: [Self]
  ) {
    for i in x.indices {
      let moved = x[i] - step * direction[i]
      let side = x[i] == 0 ? -pseudoGradient[i] : x[i]
      let leaves = penalties[i] > 0 && (moved > 0) != (side > 0)
      trial[i] = leaves ? 0 : moved
    }
  }
}
